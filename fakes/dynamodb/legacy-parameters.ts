import type { AttributeValueUpdate } from '@aws-sdk/client-dynamodb';
import { canonicalValue, typeOf } from './attribute-value';
import { checkValue } from './attribute-value-validation';
import { validationError, wordedValidationError, type CallWording } from './errors';
import { projectionOf, type Projection } from './expressions/projection';
import type { Action, SetOperand } from './expressions/update-binding';
import { updateOf, type Update } from './expressions/update';
import type { MemberRule } from './members';

/** The parameters from before expressions, in the order in which AWS's message lists them. */
const LEGACY = [
  'AttributesToGet',
  'AttributeUpdates',
  'ScanFilter',
  'QueryFilter',
  'Expected',
  'ConditionalOperator',
  'KeyConditions',
] as const;
const EXPRESSIONS = [
  'UpdateExpression',
  'ProjectionExpression',
  'FilterExpression',
  'ConditionExpression',
  'KeyConditionExpression',
] as const;

type LegacyInput = { readonly [Name in (typeof LEGACY)[number] | (typeof EXPRESSIONS)[number]]?: unknown };

/**
 * Refuses expressions beside parameters from before them, and a ConditionalOperator that has nothing to combine.
 * KeyConditions go with filter and projection expressions. Captured: facts, section c.
 * @throws ValidationException
 */
export function refuseMixedParameters(input: LegacyInput, at: CallWording): void {
  if (LEGACY.every((name) => input[name] === undefined)) return;
  const expressions = EXPRESSIONS.filter((name) => input[name] !== undefined);
  const legacy = LEGACY.filter(
    (name) =>
      input[name] !== undefined && (name !== 'KeyConditions' || input.KeyConditionExpression !== undefined),
  );
  if (expressions.length > 0 && legacy.length > 0) {
    throw wordedValidationError(
      `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${legacy.join(', ')}} Expression parameters: {${expressions.join(', ')}}`,
      at,
    );
  }
  if (input.ConditionalOperator === undefined) return;
  const conditions = input.Expected ?? input.QueryFilter ?? input.ScanFilter;
  const count = typeof conditions === 'object' && conditions !== null ? Object.keys(conditions).length : 0;
  if (count === 0) {
    throw wordedValidationError('ConditionalOperator cannot be used without Filter or Expected', at);
  }
  if (count === 1) {
    throw wordedValidationError(
      'ConditionalOperator can only be used when Filter or Expected has two or more elements',
      at,
    );
  }
}

/** Constraints of the legacy members, for `checkMembers`. */
export const LEGACY_RULES: readonly MemberRule[] = [
  { name: 'ConditionalOperator', values: ['OR', 'AND'] },
  { name: 'AttributesToGet', length: [1, Number.POSITIVE_INFINITY] },
];

/**
 * `AttributesToGet` as a projection.
 * @throws ValidationException a name twice
 */
export function attributesProjection(names: readonly string[] | undefined): Projection | undefined {
  if (names === undefined) return undefined;
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw validationError(
      `One or more parameter values were invalid: Duplicate value in attribute name: ${twice}`,
    );
  }
  return projectionOf(names.map((name) => [name] as const));
}

/**
 * `AttributeUpdates` as an update.
 * @throws ValidationException a value is missing, or its type does not suit the action
 */
export function attributeUpdates(
  updates: Record<string, AttributeValueUpdate> | undefined,
  at: CallWording,
): Update | undefined {
  if (updates === undefined) return undefined;
  return updateOf(
    Object.entries(updates).map(([name, update]) => actionOf(name, update, at)),
    // Captured: dynalite, whose texts were recorded from AWS; also documented among the reasons of cancelled transactions.
    'Type mismatch for attribute to update',
  );
}

function actionOf(
  name: string,
  { Action: action = 'PUT', Value: given }: AttributeValueUpdate,
  at: CallWording,
): Action {
  const invalid = (message: string): Error =>
    wordedValidationError(`One or more parameter values were invalid: ${message}`, at);
  const path = [name] as const;
  if (given === undefined) {
    if (action === 'DELETE') return { section: 'REMOVE', path };
    throw invalid('Only DELETE action is allowed when no attribute value is specified');
  }
  checkValue(given, at);
  const value = canonicalValue(given);
  const type = typeOf(value);
  if (action === 'PUT') return { section: 'SET', path, value: { kind: 'value', value } };
  const isSet = type === 'SS' || type === 'NS' || type === 'BS';
  if (action === 'DELETE') {
    if (!isSet) throw invalid(`DELETE action with value is not supported for the type ${type}`);
    return { section: 'DELETE', path, value };
  }
  if (type === 'L') {
    // Captured: public recordings of AWS's answers: the legacy ADD appends to a list, which the ADD of expressions does not.
    const before: SetOperand = {
      kind: 'if_not_exists',
      path,
      otherwise: { kind: 'value', value: { L: [] } },
    };
    return {
      section: 'SET',
      path,
      value: { kind: 'list_append', first: before, second: { kind: 'value', value } },
    };
  }
  if (!isSet && type !== 'N') throw invalid(`ADD action is not supported for the type ${type}`);
  return { section: 'ADD', path, value };
}
