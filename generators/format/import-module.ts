import { pathToFileURL } from 'node:url';

/** A module of the host, by its absolute path; of a CommonJS one all that it exports, whatever Node makes out of that. */
export async function importModule<T extends object>(path: string): Promise<T> {
  const loaded = (await import(pathToFileURL(path).href)) as T & { readonly default?: T };
  return loaded.default ?? loaded;
}
