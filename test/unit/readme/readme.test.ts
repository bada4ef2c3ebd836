import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { issueCatalogue } from '../../../generators/errors/catalogue.ts';
import { packageManagers } from '../../../generators/host/package-managers.ts';
import { testedNodes } from '../../../generators/host/supported-versions.ts';
import { formatters } from '../../../generators/host/tool-kinds.ts';
import { readmeTable } from '../../../generators/options/help.ts';
import { dependencyCatalogue } from '../../../generators/plan/dependency-catalogue.ts';
import { compileRows } from '../../hosts/compile/rows.ts';
import { runnerRows } from '../../hosts/runners/rows.ts';

const file = join(import.meta.dirname, '../../../README.md');

/** `UPDATE_README=1 npm test -- test/unit/readme` writes the tables anew. */
describe('README.md', () => {
  it.each([
    ['options', readmeTable()],
    ['errors', errorTable()],
    ['supported', supportedTable()],
  ])('has the %s as the code has them', (name, table) => {
    const section = new RegExp(`<!-- ${name} -->\\n[^]*?<!-- /${name} -->`);
    const wanted = `<!-- ${name} -->\n\n${table}\n\n<!-- /${name} -->`;
    if (process.env['UPDATE_README'] === '1') {
      writeFileSync(file, readFileSync(file, 'utf8').replace(section, () => wanted));
    }
    expect(readFileSync(file, 'utf8').match(section)?.[0]).toBe(wanted);
  });
});

function errorTable(): string {
  const rows = Object.entries(issueCatalogue).map(([code, { severity, meaning }]) => `| \`${code}\` | ${severity} | ${meaning} |`);
  return ['| code | severity | meaning |', '|---|---|---|', ...rows].join('\n');
}

/** Of what the matrices below test/hosts vary, what their rows have; the floors of packages are those that hosts are refused by. */
function supportedTable(): string {
  const managers = packageManagers.map(({ name }) => name).filter((name) => name !== 'yarn-classic');
  const { engines } = JSON.parse(readFileSync(join(file, '../package.json'), 'utf8')) as { engines: { node: string } };
  const rows = [
    ['Node', `${testedNodes[0]} or newer for your application, \`${engines.node.replaceAll('|', '\\|')}\` for the generator`],
    ['NestJS', listed(compileRows.map(({ nest }) => nest))],
    ['TypeScript', listed(compileRows.map(({ typescript }) => typescript))],
    ['Targets, each with its own library', listed(compileRows.map(({ target }) => target))],
    ['Module formats', listed(compileRows.map(({ format }) => format))],
    ['Strictness', listed(compileRows.map(({ strictness }) => strictness))],
    ['Test runners', listed(runnerRows.map(({ runner }) => runner))],
    ...dependencyCatalogue.flatMap(({ name, minimum, below, except, lines }) =>
      ['typeorm', 'pg', 'better-sqlite3', 'mongodb', 'mongoose'].includes(name)
        ? [[`\`${name}\``, `${minimum} or newer${except ? `, but not ${except.range}` : ''}${below === undefined ? '' : ` (${below})`}; where there is none ${lines.map(({ range }) => `\`${range}\``).join(' or ')}${lines.length > 1 ? ', by what the host can use' : ''}`]]
        : [],
    ),
    ['Package managers', listed(managers)],
    ['Formatters', listed(formatters.tools.map(({ value }) => value))],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, versions]) => `| ${name} | ${versions} |`)].join('\n');
}

function listed(values: readonly string[]): string {
  return [...new Set(values)].toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true })).join(', ');
}
