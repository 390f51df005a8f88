import { entriesOf } from './middleware-stack';
import type { SdkClient, SdkCommand } from './sdk-client';

/** A command of `DynamoDBDocumentClient`: it wraps the plain command and knows where its native values stand. */
interface DocumentCommand extends SdkCommand {
  readonly clientCommand: SdkCommand;
  addMarshallingMiddleware(configuration: SdkClient['config']): void;
}

type Handler = (args: { input: object }) => Promise<{ output: object }>;
type Middleware = (next: Handler, context: object) => Handler;

export function isDocumentCommand(command: SdkCommand): command is DocumentCommand {
  return 'clientCommand' in command && 'addMarshallingMiddleware' in command;
}

/** The plain command that a document command stands for. */
export function plainCommand(command: SdkCommand): SdkCommand {
  return isDocumentCommand(command) ? command.clientCommand : command;
}

/**
 * Runs a document command through the two marshalling middlewares of lib-dynamodb itself, with the client's
 * `marshallOptions` and `unmarshallOptions`, around whatever answers the plain command.
 */
export async function withMarshalling(
  client: SdkClient,
  command: SdkCommand,
  send: (input: object) => Promise<object>,
): Promise<object> {
  if (!isDocumentCommand(command)) return send(command.input);
  command.addMarshallingMiddleware(client.config);
  const entries = entriesOf(command.clientCommand.middlewareStack);
  let handler: Handler = async ({ input }) => ({ output: await send(input) });
  for (const name of ['DocumentUnmarshall', 'DocumentMarshall']) {
    const middleware = entries.find(([, options]) => options.name === name)?.[0];
    if (middleware === undefined) throw new Error(`@aws-sdk/lib-dynamodb has no ${name} middleware any more`);
    handler = (middleware as Middleware)(handler, {});
  }
  return (await handler({ input: command.input })).output;
}
