/**
 * What the SDK's middleware throws when a body's MD5 does not fit: plain errors, whose texts were measured with
 * @aws-sdk/client-sqs 3.1169.0. It compares bodies only, never attributes. Assumed: all bodies of the answer are damaged;
 * an answer without bodies cannot be. A client with `md5: false` compares nothing: do not damage its answers.
 */
export function damagedAnswer(
  operation: string,
  answer: Readonly<Record<string, unknown>> | undefined,
): Error | undefined {
  if (operation === 'SendMessage') return new Error('InvalidChecksumError');
  const member = LISTS[operation];
  if (member === undefined) return undefined;
  if (answer === undefined) return onMessages([]);
  const listed: unknown = answer[member];
  return Array.isArray(listed) && listed.length > 0 ? onMessages(listed) : undefined;
}

const LISTS: Readonly<Record<string, string>> = {
  ReceiveMessage: 'Messages',
  SendMessageBatch: 'Successful',
};

function onMessages(messages: readonly { readonly MessageId?: string }[]): Error {
  return new Error(
    `Invalid MD5 checksum on messages: ${messages.map(({ MessageId }) => MessageId).join(', ')}`,
  );
}
