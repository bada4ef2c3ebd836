import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { foldersUpwards, type HostFolders, programOf } from './host-folders.ts';
import { command, LIMITS } from './step.ts';

export interface TypeCheck {
  /** `file: TScode: message`, each once. */
  readonly errors: readonly string[];
  /** Files of the host that were checked. */
  readonly files: readonly string[];
  readonly target: string;
  /** Which of `strict`, `strictNullChecks`, `noImplicitAny` are on. */
  readonly strictness: string;
}

/** The host's own TypeScript on the host's own configuration. */
export async function typeCheck(folders: HostFolders): Promise<TypeCheck> {
  const tsc = programOf(folders, 'tsc');
  const configurations = configurationsOf(folders);
  if (tsc === undefined || configurations.length === 0) {
    throw new Error(tsc === undefined ? 'The host has no tsc.' : 'The host has no tsconfig.json.');
  }
  const errors = new Set<string>();
  const files = new Set<string>();
  for (const configuration of configurations) {
    const { stdout } = await withoutReferences(configuration, folders.root, (project) =>
      command([tsc, '-p', project, '--noEmit', '--pretty', 'false', '--listFiles'], { cwd: folders.app, env: MEMORY, timeout: LIMITS.typeCheck }));
    for (const line of stdout.split('\n')) {
      const [, file = '', code = '', message = ''] = /^(?:(.+?)\(\d+,\d+\): )?error (TS\d+): (.*)/.exec(line) ?? [];
      if (code !== '') {
        errors.add(`${file === '' ? '' : `${relative(folders.root, join(folders.app, file))}: `}${code}: ${message}`);
      } else if (line.startsWith(folders.root) && !line.includes('/node_modules/')) {
        files.add(relative(folders.root, line.trim()));
      }
    }
  }
  return { errors: [...errors].toSorted(), files: [...files].toSorted(), ...(await compilerOptions(tsc, configurations[0] ?? '', folders)) };
}

/** Projects that this one refers to are not built: their source is checked with it. References are not inherited. */
async function withoutReferences<T>(configuration: string, root: string, work: (project: string) => Promise<T>): Promise<T> {
  if (!/"references"\s*:/.test(readFileSync(configuration, 'utf8'))) {
    return work(configuration);
  }
  const project = join(dirname(configuration), 'tsconfig.type-check.json');
  writeFileSync(project, JSON.stringify({ extends: `./${basename(configuration)}`, compilerOptions: { rootDir: root, composite: false, incremental: false } }));
  try {
    return await work(project);
  } finally {
    rmSync(project, { force: true });
  }
}

const MEMORY = { NODE_OPTIONS: '--max-old-space-size=6144' };

/** The nearest tsconfig.json; where that only refers to others, those. */
function configurationsOf(folders: HostFolders): readonly string[] {
  const file = foldersUpwards(folders).map((folder) => join(folder, 'tsconfig.json')).find((candidate) => existsSync(candidate));
  if (file === undefined) {
    return [];
  }
  const text = readFileSync(file, 'utf8');
  if (!/"files"\s*:\s*\[\s*\]/.test(text)) {
    return [file];
  }
  return ['tsconfig.app.json', 'tsconfig.spec.json'].map((name) => join(file, '..', name)).filter((candidate) => existsSync(candidate));
}

async function compilerOptions(tsc: string, configuration: string, { app }: HostFolders): Promise<Pick<TypeCheck, 'target' | 'strictness'>> {
  const { stdout } = await command([tsc, '-p', configuration, '--showConfig'], { cwd: app, timeout: LIMITS.typeCheck });
  // A long list of files follows.
  const option = (name: string): string | undefined => new RegExp(`^ {8}"${name}": "?([\\w.]+)`, 'm').exec(stdout)?.[1];
  const strict = ['strict', 'strictNullChecks', 'noImplicitAny'].filter((name) => option(name) === 'true');
  return { target: option('target') ?? 'default', strictness: strict[0] === 'strict' ? 'strict' : strict.join(' + ') || 'none' };
}
