import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { wordedValidationError, type ErrorWording } from '../errors';
import { Bindings } from './bindings';
import { bindCondition } from './condition-binding';
import { conditionOf, type Condition } from './condition';
import { keyConditionOf, type KeyCondition } from './key-condition';
import { describeProblem, readCondition, readProjection, readUpdate } from './parse';
import {
  checkedNames,
  checkedValues,
  namesWithoutExpression,
  unusedPlaceholders,
  valuesWithoutExpression,
} from './placeholder-checks';
import { projectionOf, type Projection } from './projection';
import { ExpressionProblem, type ExpressionKind } from './syntax';
import { bindUpdate, requireNoClash } from './update-binding';
import { updateOf, type Update } from './update';

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
 * (update, condition or key condition, filter, projection), then call `finish()`, also when there is none.
 * Each text is parsed once.
 */
export class ExpressionRequest {
  private bindings: Bindings | undefined;
  private usesValues = false;
  private readonly keyConditions: KeyCondition[] = [];

  constructor(private readonly options: ExpressionRequestOptions) {}

  /** @throws ValidationException syntax, reserved words, undefined names and values, operands of the wrong type */
  condition(text: string, kind: 'ConditionExpression' | 'FilterExpression'): Condition {
    const bindings = this.open(kind);
    return this.worded(kind, () => conditionOf(bindCondition(readCondition(text), bindings)));
  }

  /** @throws ValidationException as for conditions, and paths that overlap or conflict */
  update(text: string): Update {
    const bindings = this.open('UpdateExpression');
    return this.worded('UpdateExpression', () => updateOf(bindUpdate(readUpdate(text), bindings)));
  }

  /** @throws ValidationException syntax, reserved words, undefined names, paths that overlap or conflict */
  projection(text: string): Projection {
    const bindings = this.open('ProjectionExpression');
    return this.worded('ProjectionExpression', () => {
      const paths = readProjection(text).map((node) => bindings.path(node));
      requireNoClash(paths);
      return projectionOf(paths);
    });
  }

  /** @throws ValidationException as for conditions; whether it suits a key is checked by `finish()` and `forKeys()` */
  keyCondition(text: string): KeyCondition {
    const bindings = this.open('KeyConditionExpression');
    return this.worded('KeyConditionExpression', () => {
      const keyCondition = keyConditionOf(bindCondition(readCondition(text), bindings), this.options.wording);
      this.keyConditions.push(keyCondition);
      return keyCondition;
    });
  }

  /**
   * To be called last, also when the request has no expression at all.
   * @throws ValidationException names or values that no expression uses, or that come without any expression; a key
   * condition that is no conjunction of conditions on attributes
   */
  finish(): void {
    const { names, values } = this.options;
    if (this.bindings === undefined) {
      if (names !== undefined) throw namesWithoutExpression(this.options);
      if (values !== undefined) throw valuesWithoutExpression(this.options);
      return;
    }
    const unusedNames = this.bindings.unusedNames();
    if (unusedNames.length > 0)
      throw unusedPlaceholders('ExpressionAttributeNames', unusedNames, this.options);
    const unusedValues = this.bindings.unusedValues();
    if (unusedValues.length > 0)
      throw unusedPlaceholders('ExpressionAttributeValues', unusedValues, this.options);
    for (const keyCondition of this.keyConditions) keyCondition.requireKeyConditions();
  }

  /** The names and values, checked before the first expression is read. */
  private open(kind: ExpressionKind): Bindings {
    const { names, values, wording } = this.options;
    if (kind !== 'ProjectionExpression') this.usesValues = true;
    else if (!this.usesValues && values !== undefined) throw valuesWithoutExpression(this.options);
    if (this.bindings === undefined) {
      const checked = checkedNames(names, this.options);
      this.bindings = new Bindings(checked, checkedValues(values, this.options), wording);
    }
    return this.bindings;
  }

  private worded<Result>(kind: ExpressionKind, read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ExpressionProblem)) throw error;
      throw wordedValidationError(describeProblem(kind, error), this.options);
    }
  }
}
