/** An object with these properties, whatever their names: `__proto__` is one too. */
export function objectOf<T>(
  entries: Iterable<readonly [string, T]>,
): Record<string, T> {
  const object: Record<string, T> = {};
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return object;
}
