/**
 * A package that the user may or may not have installed; undefined when it is not. A package that is there and broken is
 * not passed over.
 *
 * @param load requires it. The name must stand in the caller's file, for bundlers to see.
 */
export function optionalPackage<T>(name: string, load: () => T): T | undefined {
  try {
    return load();
  } catch (error) {
    // Not instanceof: under Jest the error is of another realm than the code that catches it.
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (code === 'MODULE_NOT_FOUND' && String(message).includes(`'${name}'`)) return undefined;
    throw error;
  }
}
