import { invalidParameterValue, invalidValue } from './errors';
import { MAXIMUM_LIST_RESULTS } from './limits';

/** How many results a page may have. @throws InvalidParameterValue. Assumed: the text. */
export function requireMaxResults(given: number | undefined): number {
  if (given === undefined) return MAXIMUM_LIST_RESULTS;
  if (Number.isInteger(given) && given >= 1 && given <= MAXIMUM_LIST_RESULTS) return given;
  throw invalidValue(
    'MaxResults',
    given,
    `MaxResults must be an integer between 1 and ${MAXIMUM_LIST_RESULTS}.`,
  );
}

/** A NextToken for a list that goes on behind an ARN. */
export function encodePageToken(lastArn: string): string {
  return Buffer.from(lastArn, 'utf8').toString('base64');
}

/** The ARN behind which a list goes on. @throws InvalidParameterValue. Assumed: the text. */
export function decodePageToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const arn = Buffer.from(token, 'base64').toString('utf8');
  if (arn.startsWith('arn:') && encodePageToken(arn) === token) return arn;
  throw invalidParameterValue('Invalid or expired next token.');
}
