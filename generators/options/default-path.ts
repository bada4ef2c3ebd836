import type { Host } from '../host/host.ts';

/** Where the module goes unless `--path` says otherwise. */
export function defaultPath(host: Host): string {
  return `${host.sourceRoot.value}/background-jobs`;
}
