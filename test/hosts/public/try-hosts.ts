import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { run } from '../../support/run.ts';
import { createMongoDatabase, describeMongo, startMongo } from '../../support/mongo.ts';
import { createDatabase, startPostgres } from '../../support/postgres.ts';
import { checkAfter, type TestServers } from './check-after.ts';
import { type Before, checkBefore, installSoundly } from './check-before.ts';
import { type HostResult, judge } from './host-result.ts';
import { type HostRow, keyOf } from './host-row.ts';
import type { ResultsFile } from './results-file.ts';
import { WorkCopy } from './work-copy.ts';

export interface TryOptions {
  readonly results: ResultsFile;
  /** Where work copies are made. */
  readonly work: string;
  /** Hosts that this generator has been tried on already, too. */
  readonly again: boolean;
  /** Only what the hosts are by themselves, and no generator. */
  readonly beforeOnly: boolean;
  /** Leave what is installed for the next run. */
  readonly keep: boolean;
  readonly say: (text: string) => void;
}

const REPOSITORY = join(import.meta.dirname, '../../..');

/** Tries host after host; every result is written before the next host begins. */
export async function tryHosts(rows: readonly HostRow[], options: TryOptions): Promise<void> {
  const generator = await generatorVersion();
  const commit = await generatorCommit();
  const tried = new Set((await options.results.read()).filter((result) => result.generator === generator).map(({ key }) => key));
  await using servers = new LazyServers(options.say);
  for (const [index, row] of rows.entries()) {
    const key = keyOf(row);
    if (!options.beforeOnly && !options.again && tried.has(key)) {
      options.say(`${index + 1}/${rows.length} ${key}: tried already`);
      continue;
    }
    const started = Date.now();
    const text = await tryHost(row, key, { generator, commit }, servers, options);
    options.say(`${index + 1}/${rows.length} ${key}: ${text} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
  }
}

async function tryHost(row: HostRow, key: string, tried: Pick<HostResult, 'generator' | 'commit'>, servers: TestServers, { results, work, beforeOnly, keep }: TryOptions): Promise<string> {
  const started = Date.now();
  const copy = new WorkCopy(row, join(work, key));
  await copy.restore();
  try {
    const before = await prepare(copy, row, key, results);
    if (beforeOnly || !before.install.done) {
      if (!beforeOnly) {
        const after = { add: { done: false, why: 'not installed', seconds: 0 } } as const;
        await results.append({ key, row: plain(row), ...tried, verdict: judge(before, after), before, after, seconds: (Date.now() - started) / 1000 });
      }
      return before.install.done ? 'before: done' : `cannot be installed: ${before.install.why.slice(0, 300)}`;
    }
    if (keep) {
      await copy.save();
    }
    const after = await checkAfter(row, copy.folders, before, servers);
    const verdict = judge(before, after);
    await results.append({ key, row: plain(row), ...tried, verdict, before, after, seconds: (Date.now() - started) / 1000 } satisfies HostResult);
    return verdict.kind === 'failed' ? `failed: ${verdict.what.map((text) => text.slice(0, 200)).join('; ')}` : verdict.kind;
  } finally {
    await (keep ? copy.restore() : copy.remove());
  }
}

/** What the host is by itself, from an earlier run where there is one; installed in any case. */
async function prepare(copy: WorkCopy, row: HostRow, key: string, results: ResultsFile): Promise<Before> {
  const known = await results.readBefore(key);
  if (known !== undefined && (!known.install.done || (await copy.isInstalled()))) {
    return known;
  }
  await copy.make(row);
  const before = known === undefined ? await checkBefore(copy.folders) : { ...known, install: await installSoundly(copy.folders) };
  await results.writeBefore(key, before);
  if (before.install.done) {
    await copy.commit();
  }
  return before;
}

function plain({ repo, commit, app, flags }: HostRow): HostResult['row'] {
  return { repo, commit, app, flags };
}

/** Changes with what `add` writes, and with nothing else. */
async function generatorVersion(): Promise<string> {
  const { stdout } = await run('git', ['ls-files', '--stage', 'generators', 'templates', 'package.json'], { cwd: REPOSITORY });
  const edited = await editedSource();
  return createHash('sha256').update(stdout).update(edited).digest('hex').slice(0, 12);
}

async function editedSource(): Promise<string> {
  return (await run('git', ['diff', 'HEAD', '--', 'generators', 'templates', 'package.json'], { cwd: REPOSITORY })).stdout;
}

async function generatorCommit(): Promise<string> {
  const { stdout } = await run('git', ['rev-parse', '--short', 'HEAD'], { cwd: REPOSITORY });
  return `${stdout.trim()}${(await editedSource()) === '' ? '' : '+'}`;
}

/** Starts a server when the first host asks for a database on it. */
class LazyServers implements TestServers, AsyncDisposable {
  readonly #say: TryOptions['say'];
  #postgres: ReturnType<typeof startPostgres> | undefined;
  #mongo: ReturnType<typeof startMongo> | undefined;

  constructor(say: TryOptions['say']) {
    this.#say = say;
  }

  async postgres(name: string): Promise<string> {
    return createDatabase(name, (await (this.#postgres ??= startPostgres())).url);
  }

  async mongodb(name: string): Promise<string> {
    if (this.#mongo === undefined) {
      this.#mongo = startMongo();
      this.#say(describeMongo(await this.#mongo));
    }
    return createMongoDatabase(name, (await this.#mongo).url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#postgres)?.stop();
    await (await this.#mongo)?.stop();
  }
}
