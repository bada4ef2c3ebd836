import { describe, expect, it } from 'vitest';
import { packageInfo } from '../../../generators/report/package-info.ts';
import { renderTemplate, type HostDialect } from '../../../generators/templates/render-template.ts';
import { literalOf, type TemplateContext } from '../../../generators/templates/template-context.ts';
import { templateFiles } from '../../../generators/templates/template-files.ts';
import { templateStyle } from '../../../generators/host/load-formatter.ts';
import { check } from 'prettier';

const context = { tablePrefix: 'Abp', schema: null, literal: { tablePrefix: "'Abp'", schema: 'null' } } as unknown as TemplateContext;
const esm: HostDialect = { specifierExtension: '.js', moduleFormat: 'esm', testRunner: 'vitest' };
const render = (template: string, dialect: Partial<HostDialect> = {}, path = 'x.ts') => renderTemplate(path, template, context, { ...esm, ...dialect });

describe('renderTemplate', () => {
  it('substitutes values', () => {
    expect(render('static prefix = <%- literal.tablePrefix %>;')).toEqual({ text: "static prefix = 'Abp';", isReflowed: true });
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
    expect(render(template).text).toBe(template);
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

  it('stand in the format that formatting is skipped for', async () => {
    const plain = templates.paths.filter((path) => path.endsWith('.ts') && !templates.read(path).includes('<%'));
    const misformatted = await Promise.all(plain.map(async (path) => ((await check(templates.read(path), { ...templateStyle, filepath: path })) ? null : path)));
    expect(misformatted.filter((path) => path !== null)).toEqual([]);
  });
});
