import { join } from 'node:path';
import type { HostFolders } from './host-folders.ts';
import type { HostRow } from './host-row.ts';
import { command, LIMITS, lastLines } from './step.ts';

/** What is read here of the `--json` document. */
export interface AddDocument {
  readonly status: string;
  readonly exitCode: number;
  readonly options: { readonly path?: string; readonly database?: string; readonly provider?: string; readonly driver?: string; readonly orm?: string };
  readonly host: { readonly root: string; readonly orm: string | null; readonly database: string | null } | null;
  readonly changes: readonly { readonly path: string; readonly kind: 'create' | 'modify' | 'delete' }[];
  readonly issues: readonly { readonly code: string; readonly severity: string; readonly message: string; readonly remedy?: string }[];
  readonly next: readonly string[];
}

const CLI = join(import.meta.dirname, '../../../generators/cli.ts');

/** `abp-background-jobs add`, from source, in the application's folder. */
export async function addToHost(folders: HostFolders, { flags }: HostRow): Promise<AddDocument> {
  const { stdout, stderr, exitCode } = await command([process.execPath, CLI, 'add', '--yes', '--json', '--skip-install', ...flags], { cwd: folders.app, timeout: LIMITS.add });
  try {
    return JSON.parse(stdout) as AddDocument;
  } catch {
    throw new Error(`add ends with ${exitCode} and no document: ${lastLines(`${stdout}\n${stderr}`)}`);
  }
}
