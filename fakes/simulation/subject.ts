const MOST = 60;
const MOST_TEXT = 40;

/**
 * What a call is about, in one short text: the short strings of its input (bucket and key, table and key, queue), in
 * order. Enough to tell calls apart in a report, and to notice that a second run makes other calls than the first.
 */
export function subject(input: unknown): string {
  const texts: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string' && value.length <= MOST_TEXT) texts.push(value);
    else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
      Object.values(value).forEach(visit);
    }
  };
  visit(input);
  const text = texts.join(' ');
  return text.length <= MOST ? text : `${text.slice(0, MOST)}...`;
}
