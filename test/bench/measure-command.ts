import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One command to be timed as a whole process. */
export interface MeasuredCommand {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Exit codes that mean it did its work. */
  readonly exitCode: number;
}

export interface Measurement {
  readonly name: string;
  /** Seconds, one for each run. */
  readonly wall: readonly number[];
  /** MiB, the largest single process of all runs. */
  readonly peak: number;
}

/**
 * Runs every command `runs` times after one warm-up, in turn, so that a change of the machine's speed meets all of them.
 * Node programs tell their own peak memory, and so do the Node programs they start.
 */
export function measureCommands(commands: readonly MeasuredCommand[], runs: number): readonly Measurement[] {
  const scratch = mkdtempSync(join(tmpdir(), 'abp-background-jobs-bench-'));
  const probe = join(scratch, 'probe.mjs');
  const told = join(scratch, 'told');
  writeFileSync(probe, `import { appendFileSync } from 'node:fs';\nprocess.on('exit', () => appendFileSync(${JSON.stringify(told)}, process.resourceUsage().maxRSS + '\\n'));\n`);
  const measured = commands.map(() => ({ wall: [] as number[], peak: 0 }));
  try {
    for (let run = 0; run <= runs; run += 1) {
      commands.forEach((command, index) => {
        writeFileSync(told, '');
        const started = performance.now();
        const { status, stderr, stdout } = spawnSync(process.execPath, command.args, { cwd: command.cwd, env: { ...process.env, NODE_OPTIONS: `--import=${probe}` }, encoding: 'utf8' });
        const seconds = (performance.now() - started) / 1_000;
        if (status !== command.exitCode) {
          throw new Error(`${command.name} ended with ${status}:\n${stdout}\n${stderr}`);
        }
        const entry = measured[index];
        if (entry && run > 0) {
          entry.wall.push(seconds);
          entry.peak = Math.max(entry.peak, ...readFileSync(told, 'utf8').trim().split('\n').map((kilobytes) => Number(kilobytes) / 1_024));
        }
      });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return commands.map(({ name }, index) => ({ name, ...(measured[index] ?? { wall: [], peak: 0 }) }));
}

/** The measurements as a Markdown table: medians, ranges in brackets. */
export function measurementTable(measurements: readonly Measurement[]): string {
  const rows = measurements.map(({ name, wall, peak }) => {
    const sorted = wall.toSorted((a, b) => a - b);
    const format = (seconds: number | undefined) => (seconds ?? 0).toFixed(2);
    return `| ${name} | ${format(sorted[Math.floor(sorted.length / 2)])} [${format(sorted[0])}-${format(sorted.at(-1))}] | ${peak.toFixed(0)} |`;
  });
  return ['| command | wall s | peak MiB |', '|---|---|---|', ...rows].join('\n');
}
