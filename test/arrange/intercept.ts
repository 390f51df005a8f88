/** Lets a function look at every command of one client, and wait or change it, before the call goes on. */
export function intercept<Client extends object>(
  client: Client,
  before: (command: unknown) => unknown,
): Client {
  const send = async (command: unknown, ...rest: unknown[]): Promise<unknown> => {
    await before(command);
    const { send: plugged } = Object.getPrototypeOf(client) as {
      send: (...given: unknown[]) => Promise<unknown>;
    };
    return plugged.call(client, command, ...rest);
  };
  return Object.defineProperty(client, 'send', { value: send });
}
