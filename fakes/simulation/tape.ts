import { FakeMisuse } from '../kernel/errors';

/**
 * A run as the list of what was chosen, in tokens a person can read and edit: `A` lets task A's pending call through,
 * `A:1` its second pending call, `A!throttled` lets a fault strike it, `T` moves time on.
 */
export type Tape = readonly string[];

const VERSION = 'v1';

/** `['A', 'A', 'B']` as `v1/A*2.B`. */
export function encodeTape(tape: Tape): string {
  const parts: string[] = [];
  for (let i = 0; i < tape.length;) {
    let count = 1;
    while (tape[i + count] === tape[i]) count++;
    const token = written(tape[i] ?? '');
    parts.push(count === 1 ? token : `${token}*${count}`);
    i += count;
  }
  return `${VERSION}/${parts.join('.')}`;
}

/** @throws FakeMisuse for a text that is no tape, or of another version. */
export function decodeTape(text: string): Tape {
  const [version, body] = text.split('/', 2);
  if (version !== VERSION || body === undefined) {
    throw new FakeMisuse(
      `not a replay string: ${JSON.stringify(text)}. It begins with ${VERSION}/, as the report printed it.`,
    );
  }
  if (body === '') return [];
  return body.split('.').flatMap((part) => {
    const match = /^([^*]+)(?:\*([1-9]\d*))?$/.exec(part);
    const [, token, count = 1] = match ?? [];
    if (token === undefined)
      throw new FakeMisuse(`not a replay string: ${JSON.stringify(part)} in ${JSON.stringify(text)}.`);
    return Array.from({ length: Number(count) }, () => read(token));
  });
}

/** What has a meaning on a tape: errors (`KMS.DisabledException`) and tasks may be called so too. */
function written(token: string): string {
  return token.replaceAll(/[%.*/]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function read(token: string): string {
  return token.replaceAll(/%([0-9A-F]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
