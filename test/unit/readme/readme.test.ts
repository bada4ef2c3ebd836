import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { issueCatalogue } from '../../../generators/errors/catalogue.ts';
import { packageManagers } from '../../../generators/host/package-managers.ts';
import { testedVersions } from '../../../generators/host/supported-versions.ts';
import { readmeTable } from '../../../generators/options/help.ts';
import { dependencyCatalogue } from '../../../generators/plan/dependency-catalogue.ts';

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

/** The matrices below test/hosts take their versions from the same table; the floors of packages are those that hosts are refused by. */
function supportedTable(): string {
  const managers = packageManagers.map(({ name }) => name).filter((name) => name !== 'yarn-classic').toSorted();
  const rows = [
    ['NestJS', testedVersions['@nestjs/core'].join(', ')],
    ['TypeScript', `${testedVersions.typescript[0]} to ${testedVersions.typescript.at(-1)}`],
    ...dependencyCatalogue.flatMap(({ name, minimum, lines }) =>
      ['typeorm', 'pg', 'better-sqlite3', 'mongodb', 'mongoose'].includes(name)
        ? [[`\`${name}\``, `${minimum} or newer; a host without it gets ${lines.map(({ range }) => `\`${range}\``).join(' or ')}, whichever fits`]]
        : [],
    ),
    ['Package managers', managers.join(', ')],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, versions]) => `| ${name} | ${versions} |`)].join('\n');
}
