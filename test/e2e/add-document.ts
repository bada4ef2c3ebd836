import { join } from 'node:path';
import type { PreparedHost } from '../support/hosts/prepare-host.ts';

/** The part of the `--json` document that the journeys read. */
export interface AddDocument {
  readonly status: string;
  readonly changes: readonly { readonly path: string }[];
  readonly issues: readonly { readonly code: string; readonly severity: string }[];
  readonly next: readonly string[];
}

/** Runs `add --yes --json` in a host; throws with the document unless it ends well. */
export async function addTo(host: PreparedHost, flags: readonly string[]): Promise<AddDocument> {
  const cli = join(import.meta.dirname, '../../generators/cli.ts');
  return JSON.parse(await host.run('node', cli, 'add', '--yes', '--json', ...flags)) as AddDocument;
}
