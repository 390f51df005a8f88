import { isDeepStrictEqual } from 'node:util';
import type { RandomCall } from './operations';

/** What a call came to: its output, or its error. */
export type Outcome = { readonly output: unknown } | { readonly error: string; readonly message: string };

/** Why the fake and dynalite differ on some calls. */
export interface Explanation {
  readonly because: string;
  explains(call: RandomCall, ours: Outcome, theirs: Outcome): boolean;
}

const isError = (outcome: Outcome): outcome is Outcome & { error: string; message: string } =>
  'error' in outcome;
const ENVELOPE = '1 validation error detected: ';

const textOf = (call: RandomCall): string => JSON.stringify(call.input);

/** Every known difference, each with what AWS does. */
export const EXPLANATIONS: readonly Explanation[] = [
  {
    because:
      'the wording of 2026 puts single-item writes in an envelope; dynalite words as before (Captured: 2026-10)',
    explains: (_call, ours, theirs) =>
      isError(ours) &&
      isError(theirs) &&
      ours.error === theirs.error &&
      ours.message === `${ENVELOPE}${theirs.message}`,
  },
  {
    because: 'an update that only removes creates no item; dynalite creates it (facts: checked on AWS)',
    explains: (call, ours) =>
      call.name === 'UpdateItem' &&
      (/"UpdateExpression":"(REMOVE|DELETE)/.test(textOf(call)) ||
        /"AttributeUpdates":\{"\w+":\{"Action":"DELETE"/.test(textOf(call))) &&
      isDeepStrictEqual(ours.stored, { output: {} }),
  },
  {
    because:
      'an operand of a type without an order is refused before any item is read; dynalite lets it pass (facts, expressions)',
    explains: (_call, ours, theirs) =>
      isError(ours) &&
      (!isError(theirs) || theirs.error === 'ConditionalCheckFailedException') &&
      ours.message.includes('Incorrect operand type for operator or function'),
  },
  {
    because:
      'maps and lists are equal when their members are; to dynalite no two of them are (facts, "= and <> work on all types, deep")',
    explains: (call) =>
      /Expression":"[^"]*(= :v|<> :v|IN \(:v|contains\(x, :v)/.test(textOf(call)) &&
      /":v":\{"(M|L)"/.test(textOf(call)),
  },
  {
    because:
      'an empty string is a value since 2020; to dynalite it is as good as absent (Documented: HowItWorks.NamingRulesDataTypes)',
    explains: (_call, ours) =>
      JSON.stringify(ours).includes('\\"S\\":\\"\\"') || JSON.stringify(ours).includes('{"S":""}'),
  },
  {
    because:
      'false is a value that IN finds; to dynalite it is as good as absent (facts, "= and <> work on all types")',
    explains: (call) => textOf(call).includes('x IN (') && textOf(call).includes('{"BOOL":false}'),
  },
];
