/** Fewer imports than this, or fewer relative ones, can be in order by chance. */
const leastImports = 4;
const leastRelative = 2;

type Key = (specifier: string) => string;

const byText: Key = (specifier) => specifier.toLowerCase();

/** Packages first, then what is further up, then what stands beside: the order of most sorters. */
const byDistance: Key = (specifier) => {
  if (!specifier.startsWith('.')) return `0${byText(specifier)}`;
  return specifier.startsWith('..') ? `1${byText(specifier)}` : `2${byText(specifier)}`;
};

/**
 * The index among `specifiers` before which `specifier` keeps them in order; the end where they are in no order that is clearly meant.
 */
export function orderedIndex(specifiers: readonly string[], specifier: string): number {
  const end = specifiers.length;
  if (end < leastImports || specifiers.filter((other) => other.startsWith('.')).length < leastRelative) return end;
  const order = [byDistance, byText].find((key) =>
    specifiers.every((other, index) => index === 0 || key(specifiers[index - 1] ?? '') <= key(other)),
  );
  if (order === undefined) return end;
  const index = specifiers.findIndex((other) => order(other) > order(specifier));
  return index === -1 ? end : index;
}
