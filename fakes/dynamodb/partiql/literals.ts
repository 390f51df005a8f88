import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { setOwn } from '../../kernel/shape';
import { canonicalValue, type Item } from '../attribute-value';
import { NUMBER_PROBLEMS, parseNumber } from '../number';
import { StatementProblem, type Expression } from './syntax';

/** Levels a literal may stand in others. Captured: 2026-09, 31 maps around a number, and not 32. */
const MAX_NESTING = 32;

/**
 * The value that a literal stands for, canonical. `path` is where it stands in its attribute: AWS's messages name it.
 * @throws StatementProblem what is no literal, numbers out of range, sets that are empty, mixed or have duplicates
 */
export function literalValue(expression: Expression, path = 'root', depth = 0): AttributeValue {
  if (depth >= MAX_NESTING) {
    throw new StatementProblem(`Nesting Levels have exceeded supported limits under ${path}`);
  }
  switch (expression.kind) {
    case 'string':
      return { S: expression.text };
    case 'number':
      return { N: numberText(expression.text, path) };
    case 'boolean':
      return { BOOL: expression.value };
    case 'null':
      return { NULL: true };
    case 'list':
      return { L: expression.elements.map((each, i) => literalValue(each, `${path}[${i}]`, depth + 1)) };
    case 'struct':
      return { M: mapValue(expression.entries, path, depth) };
    case 'bag':
      return bagValue(expression.elements, path);
    default:
      throw unsupported(expression, path);
  }
}

function numberText(text: string, path: string): string {
  const parsed = parseNumber(text);
  // Captured: 2026-10, overflow, underflow and too many digits name the place.
  if ('problem' in parsed) throw new StatementProblem(`${NUMBER_PROBLEMS[parsed.problem]} under ${path}`);
  return parsed.text;
}

function mapValue(
  entries: readonly (readonly [name: Expression, value: Expression])[],
  path: string,
  depth: number,
): Item {
  const map: Item = {};
  for (const [name, value] of entries) {
    const key = entryName(name, path);
    setOwn(map, key, literalValue(value, `${path}.${key}`, depth + 1));
  }
  return map;
}

/** The name of an entry of a struct. @throws StatementProblem it is no string */
export function entryName(name: Expression, path: string): string {
  if (name.kind !== 'string') throw unsupported(name, path);
  return name.text;
}

/** Captured: 2026-09 and 2026-10, the four refusals; only strings and only numbers make a set. */
function bagValue(elements: readonly Expression[], path: string): AttributeValue {
  if (elements.length === 0) throw new StatementProblem('Empty bags are not supported');
  const strings = elements.flatMap((each) => (each.kind === 'string' ? [each.text] : []));
  if (strings.length === elements.length) {
    if (new Set(strings).size < strings.length) throw duplicates(strings, '.');
    return canonicalValue({ SS: strings });
  }
  const texts = elements.flatMap((each) => (each.kind === 'number' ? [each.text] : []));
  if (texts.length < elements.length) {
    throw new StatementProblem(
      'Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags',
    );
  }
  const numbers = texts.map((text) => numberText(text, path));
  if (new Set(numbers).size < numbers.length) throw duplicates(texts, `! under ${path}`);
  return canonicalValue({ NS: numbers });
}

function duplicates(members: readonly string[], end: string): StatementProblem {
  return new StatementProblem(
    `One or more parameter values were invalid: Input collection [${members.join(', ')}] contains duplicates${end}`,
  );
}

/**
 * Something that is no literal stands where only a literal may.
 * Captured: 2026-09 for parameters and functions. Assumed: names of the other kinds.
 */
export function unsupported(expression: Expression, path: string): StatementProblem {
  const name = describe(expression);
  return new StatementProblem(`Unsupported data type: ${name} under key ${path} at ${expression.at}`);
}

function describe(expression: Expression): string {
  if (expression.kind === 'call') return expression.name;
  if (expression.kind === 'path') return expression.steps.map((step) => step.text).join('.');
  return expression.kind.slice(0, 1).toUpperCase() + expression.kind.slice(1);
}
