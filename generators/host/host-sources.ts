import { parseSource } from '../syntax/parse-source.ts';
import type { ValueScope } from '../syntax/value-scope.ts';
import type { HostFiles } from './host-files.ts';
import { moduleResolver } from './resolve-module.ts';

type Source = ReturnType<typeof parseSource>;

/** The host's sources as syntax trees, each read and parsed when something leads to it. */
export interface HostSources {
  /** `null` when there is no such file. */
  readonly parse: (path: string) => Source | null;
  /** How names are followed from these sources to others. */
  readonly scope: ValueScope;
}

export function hostSources(files: HostFiles): HostSources {
  const resolve = moduleResolver(files);
  const parse: HostSources['parse'] = (path) => {
    const text = files.read(path);
    return text === null ? null : parseSource(path, text);
  };
  return {
    parse,
    scope: {
      load: (specifier, from) => {
        const path = resolve(specifier, from);
        return path === null ? null : parse(path);
      },
      callers: [],
      configuration: new Map(),
    },
  };
}
