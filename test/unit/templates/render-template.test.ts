import { describe, expect, it } from 'vitest';
import { packageInfo } from '../../../generators/report/package-info.ts';
import { renderTemplate, type HostDialect } from '../../../generators/templates/render-template.ts';
import { literalOf, type TemplateContext } from '../../../generators/templates/template-context.ts';
import { templateFiles } from '../../../generators/templates/template-files.ts';
import { templateStyle } from '../../../generators/format/template-style.ts';
import { check, format } from 'prettier';

const context = { tablePrefix: 'Abp', schema: null, literal: { tablePrefix: "'Abp'", schema: 'null' } } as unknown as TemplateContext;
const esm: HostDialect = { specifierExtension: '.js', testRunner: 'vitest', testEnding: '.spec.ts', fakesTimers: false, referencesJest: false };
const render = (template: string, dialect: Partial<HostDialect> = {}, path = 'x.ts') => renderTemplate(path, template, context, { ...esm, ...dialect });

describe('renderTemplate', () => {
  it('substitutes values', () => {
    expect(render('static prefix = <%- literal.tablePrefix %>;')).toEqual({ text: "static prefix = 'Abp';", isReflowed: false });
  });

  it('tells where a value makes a line too long', () => {
    const long = (line: string) => render(line.replace('…', '<%- literal.tablePrefix %>'.repeat(20))).isReflowed;
    expect(long("const prefix = …;")).toBe(true);
    expect(long('  /** … */')).toBe(false);
  });

  it('fails for a value there is none of, instead of printing nothing', () => {
    expect(() => render('<%- literal.frobnicated %>')).toThrow('frobnicated');
  });

  it.each([
    ['.js', './a.js'],
    ['.ts', './a.ts'],
    ['', './a'],
  ] as const)('ends relative imports with %j', (specifierExtension, specifier) => {
    const template = "import { a } from './a.js';\nimport './a.js';\nexport * from './a.js';\nconst b = await import('./a.js');\nimport c from 'c.js';\n";
    expect(render(template, { specifierExtension }).text).toBe(template.replaceAll('./a.js', specifier));
  });

  it('drops the import of vitest where Jest has globals', () => {
    const template = "import { describe, it } from 'vitest';\nimport { a } from './a.js';\n";
    expect(render(template, { testRunner: 'jest' }).text).toBe("import { a } from './a.js';\n");
    expect(render(template, { testRunner: 'jest', referencesJest: true }).text).toBe("/// <reference types=\"jest\" />\nimport { a } from './a.js';\n");
    expect(render(template).text).toBe(template);
  });

  it('asks Jest for timers that go by themselves, after the imports', () => {
    const template = "import { it } from 'vitest';\nimport {\n  a,\n} from './a.js';\nimport b from './b.js';\n\nit('goes', a);\n";
    const { text } = render(template, { testRunner: 'jest', fakesTimers: true });
    expect(text).toMatch(/^import \{\n  a,\n\} from '.\/a.js';\nimport b from '.\/b.js';\n\n\/\/ .*\njest\.useRealTimers\(\);\n\nit\('goes', a\);\n$/);
    expect(render("import { a } from './a.js';\n", { testRunner: 'jest', fakesTimers: true }).text).toBe("import { a } from './a.js';\n");
  });

  it('tells where a shorter specifier may let an import fit on one line', () => {
    const template = "import {\n  a,\n} from './a.js';\n";
    expect(render(template, { specifierExtension: '' }).isReflowed).toBe(true);
    expect(render(template).isReflowed).toBe(false);
    expect(render("import { a } from './a.js';\n", { specifierExtension: '' }).isReflowed).toBe(false);
  });
});

describe('literalOf', () => {
  it('cannot be left by any text', () => {
    for (const text of ["a'b", 'a"b', 'a\\', 'a\nb', '\u2028', '${x}', '`', '*/', '']) {
      expect((0, eval)(literalOf(text))).toBe(text);
    }
    expect(literalOf(null)).toBe('null');
  });
});

describe('templates', () => {
  const templates = templateFiles(packageInfo().root);

  /** Values of every length, and dialects: all that can change where a line ends. */
  const variants = ['', 'Abp', 'A'.repeat(36), 'A'.repeat(90)].flatMap((value) =>
    (['', '.js'] as const).map((specifierExtension) => ({ context: contextWith(value), dialect: { specifierExtension, testRunner: 'vitest', testEnding: '.spec.ts', fakesTimers: false, referencesJest: false } as const })),
  );

  it.each(templates.paths.filter((path) => templates.read(path).includes('<%') || path.endsWith('README.md')))('%s stands in the format that formatting is skipped for, whatever the values', async (path) => {
    for (const { context, dialect } of variants) {
      const { text, isReflowed } = renderTemplate(path, templates.read(path), context, dialect);
      expect(isReflowed || (await format(text, { ...templateStyle, filepath: path }))).toBe(isReflowed || text);
    }
  });

  it('stand in the format that formatting is skipped for', async () => {
    const plain = templates.paths.filter((path) => path.endsWith('.ts') && !templates.read(path).includes('<%'));
    const misformatted = await Promise.all(plain.map(async (path) => ((await check(templates.read(path), { ...templateStyle, filepath: path })) ? null : path)));
    expect(misformatted.filter((path) => path !== null)).toEqual([]);
  });
});

/** Every value the same, as a name, a text and a literal. */
function contextWith(value: string): TemplateContext {
  const literal = literalOf(value);
  return {
    tablePrefix: value,
    tableName: `${value}BackgroundJobs`,
    schema: value === '' ? null : value,
    connectionStringName: value,
    path: `src/${value}`,
    databaseName: 'SQLite',
    testCommand: `npm test ${value}`,
    testEnding: `.${value}spec.ts`,
    migration: { className: `Add${value}`, file: `src/${value}.ts`, command: value, ownConnectionCommand: value, importPath: `./${value}.js` },
    createIndexesCommand: value,
    hostNaming: value === '' ? '' : ` entityPrefix: ${literal} `,
    hostClient: value === '' ? { imports: '', token: "'DB'", module: '' } : { imports: `\n${importOf(value)}\n${importOf(`${value}Module`)}`, token: value, module: `${value}Module` },
    literal: {
      tablePrefix: literal,
      tableName: literal,
      schema: value === '' ? 'null' : literal,
      connectionStringName: literal,
      applicationName: value === '' ? 'null' : literal,
      dataSourceName: literal,
      connectionName: value === '' ? '' : literal,
      missingTableHint: literal,
    },
  };
}

function importOf(name: string): string {
  return `import { ${name} } from '../../${name}.js';`;
}
