import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Before } from './check-before.ts';
import type { HostResult } from './host-result.ts';

/** The results of earlier runs, below one folder: `results.jsonl`, a line a host and run, and what hosts were before. */
export class ResultsFile {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The last result of each host. */
  async read(): Promise<readonly HostResult[]> {
    const text = await readFile(join(this.#folder, 'results.jsonl'), 'utf8').catch(() => '');
    const results = text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as HostResult);
    return [...new Map(results.map((result) => [result.key, result])).values()];
  }

  async append(result: HostResult): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await appendFile(join(this.#folder, 'results.jsonl'), `${JSON.stringify(result)}\n`);
  }

  async readBefore(key: string): Promise<Before | undefined> {
    const text = await readFile(this.#before(key), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as Before);
  }

  async writeBefore(key: string, before: Before): Promise<void> {
    await mkdir(dirname(this.#before(key)), { recursive: true });
    await writeFile(this.#before(key), JSON.stringify(before, null, 1));
  }

  #before(key: string): string {
    return join(this.#folder, 'before', `${key}.json`);
  }
}
