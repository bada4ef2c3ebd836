import { describe, expect, it } from 'vitest';
import { validateApplicationName, validateConnectionStringName, validateSchema, validateTablePrefix } from '../../../generators/options/validate-names.ts';
import { normalizePath } from '../../../generators/options/validate-path.ts';

describe('validateTablePrefix', () => {
  it.each(['', 'Abp', 'abp_', '_x1', 'order', 'SELECT'])('takes %j', (value) => {
    expect(validateTablePrefix(value, 'postgres')).toBeNull();
  });

  it.each(["a'b", 'a"b', 'a b', '1a', 'a-b', 'a;drop', '`', '${x}', 'ü', 'a\nb'])('refuses %j and names one that would do', (value) => {
    const issue = validateTablePrefix(value, 'postgres');
    expect(issue).toMatchObject({ code: 'invalid-option', found: value });
    expect(validateTablePrefix(issue?.remedy.split('--table-prefix ')[1] ?? '', 'postgres')).toBeNull();
  });

  it("counts the longest name against PostgreSQL's 63 characters", () => {
    const room = 63 - 'IX_BackgroundJobs_Completed'.length;
    expect(validateTablePrefix('p'.repeat(room), 'postgres')).toBeNull();
    expect(validateTablePrefix('p'.repeat(room + 1), 'postgres')?.message).toContain(`at most ${room} characters`);
    expect(validateTablePrefix('p'.repeat(room + 1), 'sqlite')).toBeNull();
  });

  it('leaves 63 bytes of what MongoDB allows to the name of the database, and one to the dot', () => {
    const room = 255 - 64 - 'BackgroundJobs'.length;
    expect(validateTablePrefix('p'.repeat(room), 'mongodb')).toBeNull();
    expect(validateTablePrefix('p'.repeat(room + 1), 'mongodb')?.message).toContain(`at most ${room} characters, because MongoDB`);
  });

  it.each(['$', 'a$b', 'system.', 'a\0b', 'a.b'])('refuses %j, which MongoDB does not take in a collection, and names one that would do', (value) => {
    expect(validateTablePrefix(validateTablePrefix(value, 'mongodb')?.remedy.split('--table-prefix ')[1] ?? '$', 'mongodb')).toBeNull();
  });

  it('leaves the names a database keeps for itself', () => {
    expect(validateTablePrefix('pg_', 'postgres')).not.toBeNull();
    expect(validateTablePrefix('sqlite_', 'sqlite')).not.toBeNull();
    expect(validateTablePrefix('pg_', 'sqlite')).toBeNull();
  });
});

describe('validateSchema', () => {
  it.each([
    ['sqlite', '--schema: SQLite has no schemas; found "jobs".'],
    ['mongodb', '--schema: a MongoDB database has no schemas, and which database it is stands in the connection string; found "jobs".'],
  ] as const)('is refused on %s, with the reason and what to do instead', (database, message) => {
    expect(validateSchema('jobs', database)).toMatchObject({ message, remedy: expect.stringContaining('--table-prefix') });
    expect(validateSchema('', database)).toBeNull();
  });

  it('follows the rules of PostgreSQL', () => {
    expect(validateSchema('jobs', 'postgres')).toBeNull();
    expect(validateSchema('pg_jobs', 'postgres')).not.toBeNull();
    expect(validateSchema('a.b', 'postgres')).not.toBeNull();
    expect(validateSchema('s'.repeat(64), 'postgres')).not.toBeNull();
  });
});

describe('texts that end up in string literals', () => {
  it.each(["x'; process.exit(); '", 'x"', 'x`', '${x}', 'a\\', 'a\nb', '*/', ''])('refuses the connection-string name %j', (value) => {
    expect(validateConnectionStringName(value)).not.toBeNull();
  });

  it.each(["o'rders", ' ', ' a', 'a ', 'a"b', '`', '${x}', 'a\\', 'a\nb', 'x'.repeat(97)])('refuses the application name %j', (value) => {
    expect(validateApplicationName(value)).not.toBeNull();
  });

  it('takes ordinary names', () => {
    expect(validateConnectionStringName('AbpBackgroundJobs')).toBeNull();
    expect(validateApplicationName('Orders API (v2)'.replace(/[()]/g, ''))).toBeNull();
  });
});

describe('normalizePath', () => {
  it.each([
    ['src/jobs', 'src/jobs'],
    ['./src//jobs/', 'src/jobs'],
    ['src\\jobs', 'src/jobs'],
    ['src/[x] (86)', 'src/[x] (86)'],
  ])('brings %j to %j', (value, path) => {
    expect(normalizePath(value)).toEqual({ path });
  });

  it.each(['../jobs', 'src/../../x', '/etc/jobs', 'C:\\jobs', '~/jobs', '', '.', "src/a'b", 'src/a`b', 'node_modules/x', '.git/x'])('refuses %j', (value) => {
    expect(normalizePath(value)).toMatchObject({ issue: { code: 'invalid-option', found: value } });
  });
});
