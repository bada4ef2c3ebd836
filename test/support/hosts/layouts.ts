import type { HostRecipe } from './host-recipe.ts';
import { nest11Cjs } from './nest11-cjs.ts';
import { nest11GlobsSqlite } from './nest11-globs-sqlite.ts';
import { nest11TypeormListsCli } from './nest11-typeorm-lists-cli.ts';
import { nest12Esm } from './nest12-esm.ts';

type Manifest = Record<'scripts' | 'dependencies' | 'devDependencies', Record<string, string>>;

/** A host that builds in its own way: a recipe's, and what is different in it. */
export interface Layout {
  readonly name: string;
  /** What a sample of the layouts has one of each of. */
  readonly row: {
    readonly builder: 'tsc' | 'tsc by Nest' | 'SWC' | 'SWC by Nest' | 'webpack by Nest';
    readonly output: 'as in src' | 'moved by an input' | 'moved by an import' | 'moved by an option' | 'packed';
    readonly way: "the module's data source" | "the host's data source" | "the host's script";
    readonly format: 'cjs' | 'esm';
    readonly database: 'sqlite' | 'postgres';
  };
  readonly recipe: HostRecipe;
  /** Text of files by their path; a folder's new name where the old one ends with a slash, `null` for what is not there. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly manifest?: (manifest: Manifest) => void;
  /** Beside `--database`. */
  readonly flags?: readonly string[];
  /** The application's own database, where it has one. */
  readonly own?: 'sqlite' | 'postgres';
  /** What the printed line says of the way, so that a layout is not passed by another way than its own. */
  readonly line: RegExp;
}

/** Nest 11 with SWC, as its documentation has it. */
const nest11Swc: HostRecipe = { ...nest11Cjs, name: 'nest11-swc', dependencies: { '@swc/cli': '^0.8.0', '@swc/core': '^1.16.0' } };

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
const nestCli = (compilerOptions: object, more: object = {}): Readonly<Record<string, string>> => ({
  'nest-cli.json': json({ collection: '@nestjs/schematics', sourceRoot: 'src', compilerOptions: { deleteOutDir: true, ...compilerOptions }, ...more }),
});
/** The configuration of `nest new` for builds, with something else in it. */
const buildConfig = (compilerOptions: object, more: object = {}): Readonly<Record<string, string>> => ({
  'tsconfig.build.json': json({ extends: './tsconfig.json', compilerOptions, exclude: ['node_modules', 'test', 'dist', '**/*spec.ts'], ...more }),
});
const swc = (options: object): Readonly<Record<string, string>> => nestCli({ builder: { type: 'swc', options } });
const script = (name: string, text: string) => (manifest: Manifest) => {
  manifest.scripts[name] = text;
};

const row = (builder: Layout['row']['builder'], output: Layout['row']['output'], more: Partial<Layout['row']> = {}): Layout['row'] => ({ builder, output, way: "the module's data source", format: 'cjs', database: 'sqlite', ...more });

const application = (name: string): object => ({ type: 'application', root: `apps/${name}`, entryFile: 'main', sourceRoot: `apps/${name}/src`, compilerOptions: { tsConfigPath: `apps/${name}/tsconfig.app.json` } });

export const layouts: readonly Layout[] = [
  { name: 'tsc as nest new has it', row: row('tsc by Nest', 'as in src'), recipe: nest11Cjs, line: /-d dist\/background-jobs\// },
  { name: 'a source beside src', row: row('tsc by Nest', 'moved by an input'), recipe: nest11Cjs, files: { 'app.config.ts': 'export const port = 3000;\n' }, line: /-d dist\/src\/background-jobs\// },
  {
    name: 'an imported package.json',
    row: row('tsc by Nest', 'moved by an import'),
    recipe: nest11Cjs,
    files: { 'src/version.ts': "import { version } from '../package.json';\n\nexport const applicationVersion = version;\n", ...buildConfig({ resolveJsonModule: true }) },
    line: /-d dist\/src\/background-jobs\//,
  },
  { name: 'a rootDir above src', row: row('tsc by Nest', 'moved by an option'), recipe: nest11Cjs, files: buildConfig({ rootDir: '.', outDir: 'build' }), line: /-d build\/src\/background-jobs\// },
  { name: 'a composite configuration', row: row('tsc by Nest', 'moved by an option'), recipe: nest11Cjs, files: buildConfig({ composite: true }, { include: ['src'] }), line: /-d dist\/src\/background-jobs\// },
  { name: 'SWC by the Nest CLI', row: row('SWC by Nest', 'as in src'), recipe: nest11Swc, files: swc({}), line: /-d dist\/background-jobs\// },
  { name: 'SWC by the Nest CLI, leading folders kept', row: row('SWC by Nest', 'moved by an option'), recipe: nest11Swc, files: swc({ stripLeadingPaths: false }), line: /-d dist\/src\/background-jobs\// },
  {
    name: 'SWC by its own command line',
    row: row('SWC', 'moved by an option'),
    recipe: nest11Swc,
    files: { '.swcrc': json({ jsc: { parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, target: 'es2022' }, module: { type: 'commonjs' } }) },
    manifest: script('build', 'swc src -d out'),
    line: /-d out\/src\/background-jobs\//,
  },
  { name: 'scripts that call scripts and tsc', row: row('tsc', 'as in src'), recipe: nest11Cjs, manifest: ({ scripts }) => Object.assign(scripts, { clean: 'rm -rf lib', compile: 'tsc', build: 'npm run clean && npm run compile -- -p tsconfig.build.json --outDir lib' }), line: /-d lib\/background-jobs\// },
  { name: 'webpack by nest-cli.json', row: row('webpack by Nest', 'packed'), recipe: nest11Cjs, files: nestCli({ webpack: true }), line: /typeorm-ts-node-commonjs .*-d src\/background-jobs\// },
  {
    name: 'webpack by a flag, and nothing that runs TypeScript',
    row: row('webpack by Nest', 'packed'),
    recipe: nest11Cjs,
    manifest: ({ scripts, devDependencies }) => {
      scripts['build'] = 'nest build --webpack';
      delete devDependencies['ts-node'];
    },
    line: /tsx .*-d src\/background-jobs\//,
  },
  { name: 'a folder with spaces and parentheses', row: row('tsc by Nest', 'as in src'), recipe: nest11Cjs, flags: ['--path', 'src/[jobs] (v 1)'], line: /-d "dist\/\[jobs\] \(v 1\)\// },
  {
    name: 'an application of a Nest workspace that uses a library',
    row: row('tsc by Nest', 'moved by an import'),
    recipe: nest11Cjs,
    flags: ['--project', 'api'],
    files: {
      'src/': 'apps/api/src/',
      'test/': null,
      'apps/api/tsconfig.app.json': json({ extends: '../../tsconfig.json', compilerOptions: { declaration: false, outDir: '../../dist/apps/api' }, include: ['src/**/*'], exclude: ['node_modules', 'dist', '**/*spec.ts'] }),
      'apps/api/src/greeting.ts': "export { greeting } from '@app/common';\n",
      'libs/common/src/index.ts': "export const greeting = 'Hello';\n",
      'tsconfig.json': json({
        compilerOptions: { module: 'commonjs', target: 'ES2023', outDir: './dist', baseUrl: './', paths: { '@app/common': ['libs/common/src'] }, experimentalDecorators: true, emitDecoratorMetadata: true, skipLibCheck: true, esModuleInterop: true, strictNullChecks: true },
      }),
      ...nestCli({ tsConfigPath: 'apps/shop/tsconfig.app.json' }, { monorepo: true, root: 'apps/shop', sourceRoot: 'apps/shop/src', projects: { shop: application('shop'), api: application('api') } }),
    },
    line: /^npx nest build api && .*-d dist\/apps\/api\/apps\/api\/src\/background-jobs\//,
  },
  { name: 'ES modules', row: row('tsc by Nest', 'as in src', { format: 'esm' }), recipe: nest12Esm, line: /-d dist\/background-jobs\// },
  { name: 'ES modules, packed', row: row('webpack by Nest', 'packed', { format: 'esm' }), recipe: nest12Esm, manifest: script('build', 'nest build --webpack'), line: /tsx .*-d src\/background-jobs\// },
  { name: "the host's own script", row: row('tsc by Nest', 'as in src', { way: "the host's script", database: 'postgres' }), recipe: nest11TypeormListsCli, own: 'postgres', line: /^npm run migration:run$/ },
  {
    name: 'a script that runs what is built, and does not build',
    row: row('tsc by Nest', 'as in src', { way: "the host's script" }),
    recipe: nest11GlobsSqlite,
    own: 'sqlite',
    manifest: script('migration:run', 'typeorm migration:run -d dist/database/data-source.js'),
    line: /^npm run build && npm run migration:run$/,
  },
  { name: 'a data source and no script', row: row('tsc by Nest', 'as in src', { way: "the host's data source" }), recipe: nest11GlobsSqlite, own: 'sqlite', manifest: ({ scripts }) => void delete scripts['migration:run'], line: /typeorm-ts-node-commonjs .*-d src\/database\/data-source\.ts/ },
  {
    name: 'a data source that takes in no migrations',
    row: row('tsc by Nest', 'as in src'),
    recipe: nest11GlobsSqlite,
    own: 'sqlite',
    manifest: ({ scripts }) => void delete scripts['migration:run'],
    files: { 'src/database/data-source.ts': (nest11GlobsSqlite.files['src/database/data-source.ts'] ?? '').replace(/ {2}migrations: .*\n/, '') },
    line: /^npm run build && .*-d dist\/background-jobs\//,
  },
];
