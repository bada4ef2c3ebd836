import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { issueCatalogue } from '../../../generators/errors/catalogue.ts';
import { readmeTable } from '../../../generators/options/help.ts';

const file = join(import.meta.dirname, '../../../README.md');

/** `UPDATE_README=1 npm test -- test/unit/readme` writes the tables anew. */
describe('README.md', () => {
  it.each([
    ['options', readmeTable()],
    ['errors', errorTable()],
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
