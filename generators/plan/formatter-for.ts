import type { HostFormatter } from '../format/host-formatter.ts';
import { loadFormatter } from '../format/load-formatter.ts';
import { parseSource } from '../syntax/parse-source.ts';
import { readSourceStyle } from '../syntax/read-source-style.ts';
import type { AddRequest } from './plan-add.ts';

/** What formats the files of a request, as the host and its root module have it. */
export function formatterFor({ host, files, options }: Pick<AddRequest, 'host' | 'files' | 'options'>): HostFormatter {
  const rootFile = options.rootModule?.split('#')[0] ?? host.rootModules[0]?.file ?? '';
  return loadFormatter(host, files, readSourceStyle(parseSource(rootFile, files.read(rootFile) ?? '')));
}
