import { invalidParameterValue, invalidValue } from './errors';
import { MAXIMUM_LIST_RESULTS } from './limits';

/** How many results a page may have. @throws InvalidParameterValue. Assumed: the text. */
function requireMaxResults(given: number | undefined): number {
  if (given === undefined) return MAXIMUM_LIST_RESULTS;
  if (Number.isInteger(given) && given >= 1 && given <= MAXIMUM_LIST_RESULTS) return given;
  throw invalidValue(
    'MaxResults',
    given,
    `MaxResults must be an integer between 1 and ${MAXIMUM_LIST_RESULTS}.`,
  );
}

/** A NextToken for a list that goes on behind an ARN. */
function encodePageToken(lastArn: string): string {
  return Buffer.from(lastArn, 'utf8').toString('base64');
}

/** The ARN behind which a list goes on. @throws InvalidParameterValue. Assumed: the text. */
export function decodePageToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const arn = Buffer.from(token, 'base64').toString('utf8');
  if (arn.startsWith('arn:') && encodePageToken(arn) === token) return arn;
  throw invalidParameterValue('Invalid or expired next token.');
}

/** A queue in a list: where the list goes on from, and what is shown. */
interface Listed {
  readonly arn: string;
  readonly url: string;
}

/** The first page of a list. Only a list with MaxResults has a token to go on. @throws InvalidParameterValue */
export function takePage(list: Iterable<Listed>, maxResults: number | undefined) {
  const most = requireMaxResults(maxResults);
  const page: Listed[] = [];
  for (const queue of list) {
    if (page.length === most) {
      const goesOn = maxResults === undefined ? undefined : encodePageToken(String(page.at(-1)?.arn));
      return { urls: page.map(({ url }) => url), NextToken: goesOn };
    }
    page.push(queue);
  }
  return { urls: page.map(({ url }) => url), NextToken: undefined };
}
