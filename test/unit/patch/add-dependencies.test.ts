import { describe, expect, it } from 'vitest';
import { addDependencies, type WantedDependency } from '../../../generators/patch/add-dependencies.ts';
import { applyEdits } from '../../../generators/patch/apply-edits.ts';

const typeorm: WantedDependency = { name: 'typeorm', range: '^1.1.0', minimum: '0.3.20', section: 'dependencies' };
const pg: WantedDependency = { name: 'pg', range: '^8.16.0', minimum: '8.5.1', section: 'dependencies' };
const types: WantedDependency = { name: '@types/pg', range: '^8.16.0', section: 'devDependencies' };

const addTo = (text: string, ...wanted: readonly WantedDependency[]) => addDependencies({ path: 'package.json', text }, wanted);
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function patched(text: string, ...wanted: readonly WantedDependency[]): string {
  const { patch } = addTo(text, ...wanted);
  expect.assert(patch.kind === 'patched');
  return patch.text;
}

describe('a dependency that is not there', () => {
  it.each([
    {
      where: 'in its place in a sorted section',
      before: {
        name: 'host',
        dependencies: { '@nestjs/core': '^12.0.1', rxjs: '^7.8.1', zod: '^4.0.0' },
        devDependencies: { prettier: '^3.4.2' },
      },
      after: {
        name: 'host',
        dependencies: { '@nestjs/core': '^12.0.1', pg: '^8.16.0', rxjs: '^7.8.1', typeorm: '^1.1.0', zod: '^4.0.0' },
        devDependencies: { '@types/pg': '^8.16.0', prettier: '^3.4.2' },
      },
    },
    {
      where: 'in its place where the section is sorted by language',
      before: { dependencies: { a: '^1.0.0', JSONStream: '^1.0.0', rxjs: '^7.8.1' } },
      after: {
        dependencies: { a: '^1.0.0', JSONStream: '^1.0.0', pg: '^8.16.0', rxjs: '^7.8.1', typeorm: '^1.1.0' },
        devDependencies: { '@types/pg': '^8.16.0' },
      },
    },
    {
      where: 'last in a section that is not sorted',
      before: { dependencies: { rxjs: '^7.8.1', '@nestjs/core': '^12.0.1' }, jest: {} },
      after: {
        dependencies: { rxjs: '^7.8.1', '@nestjs/core': '^12.0.1', pg: '^8.16.0', typeorm: '^1.1.0' },
        devDependencies: { '@types/pg': '^8.16.0' },
        jest: {},
      },
    },
    {
      where: 'in sections of its own behind the scripts',
      before: { name: 'host', scripts: { build: 'nest build' }, jest: { rootDir: 'src' } },
      after: {
        name: 'host',
        scripts: { build: 'nest build' },
        dependencies: { pg: '^8.16.0', typeorm: '^1.1.0' },
        devDependencies: { '@types/pg': '^8.16.0' },
        jest: { rootDir: 'src' },
      },
    },
    {
      where: 'in a section of its own before the development ones',
      before: { devDependencies: { '@nestjs/core': '^12.0.1' }, peerDependencies: {} },
      after: {
        dependencies: { pg: '^8.16.0', typeorm: '^1.1.0' },
        devDependencies: { '@nestjs/core': '^12.0.1', '@types/pg': '^8.16.0' },
        peerDependencies: {},
      },
    },
    {
      where: 'in a section that is empty',
      before: { dependencies: {}, devDependencies: {} },
      after: { dependencies: { pg: '^8.16.0', typeorm: '^1.1.0' }, devDependencies: { '@types/pg': '^8.16.0' } },
    },
    {
      where: 'in a file that is empty',
      before: {},
      after: { dependencies: { pg: '^8.16.0', typeorm: '^1.1.0' }, devDependencies: { '@types/pg': '^8.16.0' } },
    },
    {
      where: 'exactly, where all versions are exact',
      before: {
        dependencies: { '@nestjs/core': '12.0.1', shared: 'workspace:*', rxjs: '7.8.1' },
        devDependencies: { prettier: '3.4.2', '@types/node': 'catalog:' },
      },
      after: {
        dependencies: { '@nestjs/core': '12.0.1', shared: 'workspace:*', rxjs: '7.8.1', pg: '8.16.0', typeorm: '1.1.0' },
        devDependencies: { prettier: '3.4.2', '@types/node': 'catalog:', '@types/pg': '8.16.0' },
      },
    },
  ])('is added $where', ({ before, after }) => {
    expect(patched(json(before), typeorm, pg, types)).toBe(json(after));
  });

  it.each([
    [
      '{"name":"host","dependencies":{"a":"^1.0.0","z":"^1.0.0"}}',
      '{"name":"host","dependencies":{"a":"^1.0.0","pg":"^8.16.0","z":"^1.0.0"}}',
    ],
    ['{ "name": "host", "dependencies": { "a": "^1.0.0" } }', '{ "name": "host", "dependencies": { "a": "^1.0.0", "pg": "^8.16.0" } }'],
    ['{ "name": "host" }', '{ "name": "host", "dependencies": { "pg": "^8.16.0" } }'],
    ['{\n  "dependencies": {\n  }\n}', '{\n  "dependencies": {\n    "pg": "^8.16.0"\n  }\n}'],
    ['{\n  "a" : 1,\n\n  "b" : 2\n}', '{\n  "a" : 1,\n\n  "b" : 2,\n  "dependencies" : {\n    "pg" : "^8.16.0"\n  }\n}'],
    [
      '{\n  "dependencies": { "x": "1" }, "dependencies": { "a": "^1" }\n}',
      '{\n  "dependencies": { "x": "1" }, "dependencies": { "a": "^1", "pg": "^8.16.0" }\n}',
    ],
  ])('is written as the file is: %j', (before, after) => {
    expect(patched(before, pg)).toBe(after);
  });

  it('is reported with the range that was written', () => {
    expect(addTo(json({ dependencies: { a: '1.2.3' } }), pg).dependencies).toEqual([
      { name: 'pg', range: '8.16.0', section: 'dependencies', action: 'add' },
    ]);
  });
});

describe('a dependency that is there', () => {
  it.each([
    { range: '^1.1.0', verdict: 'kept' },
    { range: '0.3.20', verdict: 'kept' },
    { range: '^0.3.0', verdict: 'kept' },
    { range: '~0.3.17', verdict: 'kept' },
    { range: '>=0.2.0', verdict: 'kept' },
    { range: '2.0.0-beta.1', verdict: 'kept' },
    { range: '', verdict: 'kept' },
    { range: 'latest', verdict: 'kept' },
    { range: 'catalog:', verdict: 'kept' },
    { range: 'workspace:^', verdict: 'kept' },
    { range: 'npm:@forks/typeorm@0.2.0', verdict: 'kept' },
    { range: 'github:typeorm/typeorm#next', verdict: 'kept' },
    { range: '^0.2.45', verdict: 'kept' },
  ])('as $range: $verdict', ({ range }) => {
    const { patch, dependencies, issues } = addTo(json({ dependencies: { typeorm: range } }), typeorm);

    expect(patch.kind).toBe('unchanged');
    expect(dependencies).toEqual([{ name: 'typeorm', range, section: 'dependencies', action: 'keep' }]);
    expect(issues).toEqual([]);
  });

  it.each([
    { there: 'devDependencies', told: 'devDependencies' },
    { there: 'optionalDependencies', told: 'dependencies' },
    { there: 'peerDependencies', told: 'dependencies' },
  ])('in $there is not added again', ({ there, told }) => {
    const { patch, dependencies } = addTo(json({ [there]: { pg: '^8.0.0' } }), pg);

    expect(patch.kind).toBe('unchanged');
    expect(dependencies).toEqual([{ name: 'pg', range: '^8.0.0', section: told, action: 'keep' }]);
  });
});

describe('a package.json that cannot be edited', () => {
  it.each([
    {
      text: '{\n  "name": "host"\n  "dependencies": {}\n}\n',
      line: 3,
      message: 'package.json is not valid JSON: comma expected in line 3.',
    },
    { text: '{\n  // ours\n  "name": "host"\n}\n', line: 2, message: 'package.json is not valid JSON: invalid comment token in line 2.' },
    {
      text: '{\n  "dependencies": {\n    "a": "1",\n  }\n}\n',
      line: 4,
      message: 'package.json is not valid JSON: property name expected in line 4.',
    },
    { text: '', line: 1, message: 'package.json is not valid JSON: value expected in line 1.' },
    { text: '[]\n', line: 1, message: 'package.json is not valid JSON: not an object in line 1.' },
    { text: '{\n  "dependencies": []\n}\n', line: 2, message: '"dependencies" of package.json is not an object.' },
  ])('is refused: $message', ({ text, line, message }) => {
    const { patch, dependencies, issues } = addTo(text, pg);

    expect.assert(patch.kind === 'refused');
    expect(issues).toEqual([patch.issue]);
    expect(dependencies).toEqual([]);
    expect(patch.issue).toMatchObject({ file: 'package.json', line, message });
  });
});

describe('every shape in every layout', () => {
  const shapes: Readonly<Record<string, object>> = {
    'nest new': {
      name: 'app',
      scripts: { build: 'nest build' },
      dependencies: { '@nestjs/core': '^12.0.1', rxjs: '^7.8.1' },
      devDependencies: { vitest: '^4.1.2' },
    },
    unsorted: { dependencies: { rxjs: '^7.8.1', '@nestjs/core': '^12.0.1' }, devDependencies: { vitest: '^4.1.2', prettier: '^3.4.2' } },
    exact: { dependencies: { '@nestjs/core': '12.0.1', rxjs: '7.8.1' } },
    'one to add': { dependencies: { pg: '^8.0.0', typeorm: '^0.3.20' } },
    'no section': { name: 'app', scripts: { build: 'nest build' }, workspaces: ['apps/*'], nested: { dependencies: { a: '1' } } },
    'only development': { devDependencies: { '@nestjs/core': '^12.0.1' } },
    'empty sections': { dependencies: {}, devDependencies: {} },
    empty: {},
  };
  const layouts = ['\n', '\r\n'].flatMap((eol) =>
    [2, 4, '\t', 0].flatMap((indent) => ['', eol].flatMap((end) => ['', '\uFEFF'].map((bom) => ({ eol, indent, end, bom })))),
  );
  const textsOf = (shape: object): readonly string[] =>
    layouts.map(({ eol, indent, end, bom }) => bom + JSON.stringify(shape, null, indent).replaceAll('\n', eol) + end);

  it.each(Object.entries(shapes))('%s: only insertions, in the style of the file, once', (_, shape) => {
    for (const text of textsOf(shape)) {
      const { patch } = addTo(text, typeorm, pg, types);
      expect.assert(patch.kind === 'patched');

      expect(applyEdits(text, patch.edits)).toBe(patch.text);
      expect(withoutInsertions(patch.text, patch.edits)).toBe(text);
      expect(new Set(patch.text.match(/\r?\n/g)).size, 'one kind of line end').toBeLessThanOrEqual(1);
      expect(patch.text.includes('\r'), 'the kind that the file had').toBe(text.includes('\r'));
      expect(addTo(patch.text, typeorm, pg, types).patch.kind, 'a second pass').toBe('unchanged');
    }
  });

  it.each(Object.entries(shapes))('%s: comes out as JSON.stringify lays it out', (_, shape) => {
    for (const indent of [2, 4, '\t']) {
      const result = patched(JSON.stringify(shape, null, indent), typeorm, pg, types);
      expect(result).toBe(JSON.stringify(JSON.parse(result), null, Object.keys(shape).length > 0 ? indent : 2));
    }
  });

  function withoutInsertions(
    result: string,
    edits: readonly { readonly start: number; readonly end: number; readonly text: string }[],
  ): string {
    return edits.reduce((rest, { start, end, text }) => {
      expect(end, 'it is an insertion').toBe(start);
      expect(rest.slice(start, start + text.length)).toBe(text);
      return rest.slice(0, start) + rest.slice(start + text.length);
    }, result);
  }
});
