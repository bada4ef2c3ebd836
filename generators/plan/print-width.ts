import { readPrettierConfig } from '../host/read-prettier-config.ts';
import type { Host } from '../host/host.ts';

/** The width the host's formatter breaks lines at, where that can be told without loading it; patches then take 80. */
export function printWidth(host: Host): { readonly printWidth?: number } {
  const width = readPrettierConfig(host)?.printWidth;
  return width === undefined ? {} : { printWidth: width };
}
