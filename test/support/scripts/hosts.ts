/**
 * `npm run hosts -- <folder of work trees> [--only <text>] [--part <n/of>] [--again] [--keep] [--before] [--table] [--results <folder>]`: adds the module to public
 * applications and tells what fails that did not before. Exit code 1 where anything does, in an application that `add` did not refuse with a reason.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readHostRows, keyOf } from '../../hosts/public/host-row.ts';
import { ResultsFile } from '../../hosts/public/results-file.ts';
import { resultsTable } from '../../hosts/public/results-table.ts';
import { tryHosts } from '../../hosts/public/try-hosts.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    part: { type: 'string', default: '1/1' },
    again: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    before: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
    results: { type: 'string' },
  },
});
const [named] = positionals;
if (named === undefined) {
  console.error(`npm run hosts -- <folder>: work trees of git, each in a folder <owner>+<name>, and a list hosts.jsonl of {"repo", "commit", "app", "flags"}.
  --only <text>       hosts whose name has the text
  --part <n/of>       every of-th of them from the n-th on, to run several at a time
  --again             also those that this state of the generator has been tried on
  --before            only what the hosts are by themselves
  --keep              leave the installed copies, for the next run
  --table             only print the table of the results
  --results <folder>  where results and copies go; <folder>/.results unless told`);
  process.exit(1);
}
const folder = resolve(process.env['INIT_CWD'] ?? '.', named);
const home = values.results === undefined ? join(folder, '.results') : resolve(process.env['INIT_CWD'] ?? '.', values.results);
const results = new ResultsFile(home);
const [part = 1, parts = 1] = values.part.split('/').map(Number);
const rows = readHostRows(folder)
  .filter((row) => keyOf(row).includes(values.only))
  .filter((_, index) => index % parts === part - 1);
const say = (text: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);
if (!values.table) {
  await tryHosts(rows, { results, work: join(home, 'work'), again: values.again, beforeOnly: values.before, keep: values.keep, say });
}
const keys = new Set(rows.map(keyOf));
const shown = (await results.read()).filter(({ key }) => keys.has(key));
if (!values.before) {
  console.log(`\n${resultsTable(shown)}`);
}
process.exitCode = shown.some(({ verdict }) => verdict.kind === 'failed') ? 1 : 0;
