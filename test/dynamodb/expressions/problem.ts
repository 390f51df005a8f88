import { ExpressionProblem } from '../../../fakes/dynamodb/expressions/syntax';

/** What is wrong with an expression, without the parameter's name; undefined when nothing is. */
export function problem(body: () => unknown): string | undefined {
  try {
    body();
  } catch (error) {
    if (!(error instanceof ExpressionProblem)) throw error;
    return error.message;
  }
  return undefined;
}

/** The problem of a token that does not fit. */
export function syntaxError(token: string, near: string): string {
  return `Syntax error; token: "${token}", near: "${near}"`;
}
