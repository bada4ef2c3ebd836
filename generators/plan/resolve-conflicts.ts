import type { Issue } from '../errors/issue.ts';
import type { HostFiles } from '../host/host-files.ts';
import type { Flags } from '../options/flags.ts';
import { optionTable } from '../options/option-table.ts';
import type { Prompter } from '../options/prompter.ts';
import { templateTestEnding } from '../templates/template-rules.ts';
import type { EmittedFile } from './emit-module.ts';
import type { Change } from './plan.ts';

/** What decides about a file. */
type Candidate = Pick<EmittedFile, 'path' | 'template' | 'text'>;

export interface ConflictsResolved<File extends Candidate> {
  readonly changes: readonly Change[];
  /** Files that stand as they were emitted when all is written: ours, unlike one that is kept. */
  readonly ours: readonly File[];
  readonly issues: readonly Issue[];
}

type Policy = Exclude<Flags['onConflict'], undefined>;

/** Turns emitted files into changes; where a file that is not ours stands in the way, the policy decides, and without one the user. */
export async function resolveConflicts<File extends Candidate>(
  emitted: readonly File[],
  files: HostFiles,
  modulePath: string,
  onConflict: Flags['onConflict'],
  prompter: Prompter | null,
): Promise<ConflictsResolved<File>> {
  const inTheWay = emitted.filter((file) => files.exists(file.path) !== null && files.read(file.path) !== file.text);
  const isForeign = inTheWay.length > 0 || (files.list(modulePath).length > 0 && !emitted.some((file) => files.exists(file.path)));
  const policy: Policy = !isForeign ? 'overwrite' : (onConflict ?? (prompter ? await askPolicy(prompter, modulePath) : 'fail'));
  if (policy === 'fail') {
    return { changes: [], ours: [], issues: [targetExists(modulePath, inTheWay[0]?.path)] };
  }
  const changes = emitted.flatMap((file): Change[] => {
    const before = files.read(file.path);
    if (before === null) {
      return [{ path: file.path, kind: 'create', reason: reasonOf(file), after: file.text }];
    }
    if (before === file.text || policy === 'keep') {
      return [];
    }
    return [{ path: file.path, kind: 'modify', reason: `${reasonOf(file)} (overwritten)`, before, after: file.text }];
  });
  const isKept = (file: File): boolean => policy === 'keep' && inTheWay.includes(file);
  return { changes, ours: emitted.filter((file) => !isKept(file)), issues: [] };
}

function reasonOf({ template }: Candidate): string {
  if (template.startsWith('migrations/')) {
    return 'migration';
  }
  return template.endsWith(templateTestEnding) || template.includes('/testing/') ? 'test of the module' : 'the module';
}

async function askPolicy(prompter: Prompter, modulePath: string): Promise<Policy> {
  const choices = optionTable.onConflict.choices.filter((choice) => choice.support === 'now').map(({ value, label }) => ({ value, label }));
  const answer = await prompter.select({ name: 'onConflict', message: `${modulePath}: ${optionTable.onConflict.question}`, choices, default: 'fail' });
  return answer as Policy;
}

function targetExists(modulePath: string, file: string | undefined): Issue {
  return {
    code: 'target-exists',
    severity: 'error',
    message: `${modulePath} exists and is not ours: it has no .abp-background-jobs.json.`,
    file: file ?? modulePath,
    expected: 'a folder that does not exist yet',
    found: file ? `${file}, with other contents` : `${modulePath}, with files in it`,
    remedy: `Choose another folder, for example --path ${modulePath}-module, or say --on-conflict keep|overwrite. If it is ours, restore its .abp-background-jobs.json.`,
  };
}
