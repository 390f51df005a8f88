import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ErrorWording } from '../errors';
import type { Condition } from './condition';
import type { KeyCondition } from './key-condition';
import type { Projection } from './projection';
import type { Update } from './update';

/** What the expressions of one request (or of one action of a transaction) share. */
export interface ExpressionRequestOptions {
  /** `ExpressionAttributeNames` */
  readonly names?: Record<string, string> | undefined;
  /** `ExpressionAttributeValues` as the caller gave them: they are checked and canonicalised here. */
  readonly values?: Record<string, AttributeValue> | undefined;
  readonly wording: ErrorWording;
  /** The operation's name: some operations word their errors differently. */
  readonly operation: string;
}

/**
 * The expressions of one request over its names and values. Ask for the expressions that are given, in AWS's order
 * (update, condition or key condition, filter, projection), then call `finish()`. Parsed once per text.
 */
export class ExpressionRequest {
  constructor(private readonly options: ExpressionRequestOptions) {}

  /** @throws ValidationException syntax, reserved words, undefined names and values, operands of the wrong type */
  condition(text: string, kind: 'ConditionExpression' | 'FilterExpression'): Condition {
    throw new Error(`not written yet ${text} ${kind} ${String(this.options)}`);
  }

  update(text: string): Update {
    throw new Error(`not written yet ${text}`);
  }

  projection(text: string): Projection {
    throw new Error(`not written yet ${text}`);
  }

  keyCondition(text: string): KeyCondition {
    throw new Error(`not written yet ${text}`);
  }

  /** Call it last, also when the request has no expression at all.
   *  @throws ValidationException names or values that no expression uses, or that come without any expression */
  finish(): void {
    throw new Error(`not written yet`);
  }
}
