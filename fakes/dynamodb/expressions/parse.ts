import { utf8Length } from '../item-size';
import { parseCondition } from './condition-parser';
import { Cursor } from './cursor';
import { parseProjection } from './projection-parser';
import { checkConditionStructure, checkPathStructure, checkUpdateStructure } from './structure-checks';
import {
  ExpressionProblem,
  type ConditionNode,
  type ExpressionKind,
  type PathNode,
  type SectionNode,
} from './syntax';
import { parseUpdate } from './update-parser';

/** Bytes an expression may have, before its placeholders are filled in. Captured: 2026-07, four regions. */
const MAX_EXPRESSION_BYTES = 4096;
/** Programs have few expressions; tests that build them with their values in the text have many. */
const MAX_CACHED = 500;

/** A condition, read and checked as far as its text alone allows. @throws ExpressionProblem */
export const readCondition = cached('condition', (cursor): ConditionNode => {
  const condition = parseCondition(cursor);
  cursor.finish();
  checkConditionStructure(condition);
  return condition;
});

/** An update, read and checked as far as its text alone allows. @throws ExpressionProblem */
export const readUpdate = cached('update', (cursor): readonly SectionNode[] => {
  const sections = parseUpdate(cursor);
  cursor.finish();
  checkUpdateStructure(sections);
  return sections;
});

/** A projection, read and checked as far as its text alone allows. @throws ExpressionProblem */
export const readProjection = cached('projection', (cursor): readonly PathNode[] => {
  const paths = parseProjection(cursor);
  cursor.finish();
  paths.forEach(checkPathStructure);
  return paths;
});

/** Reads every text once, be it right or wrong. The cache is bounded: the text unused for longest goes first. */
function cached<Node>(
  grammar: 'condition' | 'update' | 'projection',
  read: (cursor: Cursor) => Node,
): (text: string) => Node {
  const results = new Map<string, { node: Node } | { problem: string }>();
  return (text) => {
    let result = results.get(text);
    results.delete(text);
    result ??= attempt(() => {
      checkLength(text, grammar);
      return read(new Cursor(text));
    });
    results.set(text, result);
    for (const oldest of results.keys()) {
      if (results.size <= MAX_CACHED) break;
      results.delete(oldest);
    }
    if ('problem' in result) throw new ExpressionProblem(result.problem);
    return result.node;
  };
}

function attempt<Node>(read: () => Node): { node: Node } | { problem: string } {
  try {
    return { node: read() };
  } catch (error) {
    if (error instanceof ExpressionProblem) return { problem: error.message };
    throw error;
  }
}

function checkLength(text: string, grammar: string): void {
  if (text === '') throw new ExpressionProblem('The expression can not be empty;');
  const bytes = utf8Length(text);
  if (bytes <= MAX_EXPRESSION_BYTES) return;
  // Captured: an update's message stops at the semicolon, the others tell the size.
  const size = grammar === 'update' ? '' : ` expression size: ${bytes}`;
  throw new ExpressionProblem(`Expression size has exceeded the maximum allowed size;${size}`);
}

/** AWS's message for a problem of one of the parameters. */
export function describeProblem(kind: ExpressionKind, problem: ExpressionProblem): string {
  return `Invalid ${kind}: ${problem.message}`;
}
