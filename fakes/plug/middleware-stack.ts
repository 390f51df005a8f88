/** The stack of a client or a command, as far as every version of the SDK shows it. */
export interface MiddlewareStack {
  applyToStack(stack: object): void;
}

/** What a middleware was added with. One with `toMiddleware` is placed beside another. */
export interface MiddlewareOptions {
  readonly name?: string;
  readonly toMiddleware?: string;
}

/** The middlewares of a stack in the order in which they were added, which is not the order in which they run. */
export function entriesOf(
  stack: MiddlewareStack,
): readonly (readonly [middleware: object, options: MiddlewareOptions])[] {
  const entries: [object, MiddlewareOptions][] = [];
  const add = (
    middleware: object,
    // The SDK hands the function out among its options, too.
    { middleware: _same, ...options }: MiddlewareOptions & { middleware?: unknown },
  ): void => void entries.push([middleware, options]);
  stack.applyToStack({ add, addRelativeTo: add, identifyOnResolve: () => false });
  return entries;
}
