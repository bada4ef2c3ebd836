import { posix } from 'node:path';

import { parseSource } from '../syntax/parse-source.ts';
import type { ValueScope } from '../syntax/value-scope.ts';
import type { HostFiles } from './host-files.ts';
import { moduleResolver } from './resolve-module.ts';

type Source = ReturnType<typeof parseSource>;

/** The host's sources as syntax trees, each read and parsed once, when something leads to it. */
export interface HostSources {
  /** `null` when there is no such file. */
  readonly parse: (path: string) => Source | null;
  /** How names are followed from these sources to others. */
  readonly scope: ValueScope;
}

export function hostSources(files: HostFiles): HostSources {
  const resolve = moduleResolver(files);
  const parse = remembered((path: string) => {
    const text = files.read(path);
    return text === null ? null : parseSource(path, text);
  });
  const loadFrom = remembered((folder: string) =>
    remembered((specifier: string) => {
      const path = resolve(specifier, posix.join(folder, 'file.ts'));
      return path === null ? null : parse(path);
    }),
  );
  return {
    parse,
    scope: {
      load: (specifier, from) => loadFrom(posix.dirname(from))(specifier),
      callers: [],
      configuration: new Map(),
    },
  };
}

function remembered<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key) as T;
  };
}
