import { posix } from 'node:path';
import { Project, ts } from 'ts-morph';
import { findImports } from '../../generators/syntax/find-imports.ts';
import { parseSource } from '../../generators/syntax/parse-source.ts';
import { after, type Shape } from './shape.ts';

/** As much of Nest and TypeORM as the shapes use, with the types that their packages declare. */
const packages = {
  '@nestjs/common': `
export interface Type<T = any> extends Function { new (...args: any[]): T }
export interface Abstract<T> extends Function { prototype: T }
export interface ForwardReference<T = any> { forwardRef: T }
export interface ModuleMetadata {
  imports?: Array<Type<any> | DynamicModule | Promise<DynamicModule> | ForwardReference>;
  controllers?: Type<any>[];
  providers?: any[];
  exports?: Array<DynamicModule | string | symbol | Abstract<any> | Function>;
}
export interface DynamicModule extends ModuleMetadata { module: Type<any>; global?: boolean }
export declare function Module(metadata: ModuleMetadata): ClassDecorator;
export declare function Global(): ClassDecorator;
export declare function applyDecorators(...decorators: ClassDecorator[]): ClassDecorator;
export declare function forwardRef(fn: () => any): ForwardReference;
`,
  '@nestjs/core': `export declare const NestFactory: { create(module: any): Promise<unknown>; createApplicationContext(module: any): Promise<unknown> };`,
  typeorm: `
type MixedList<T> = T[] | { [key: string]: T };
export interface DataSourceOptions {
  readonly type: 'postgres';
  readonly logging?: boolean;
  readonly entities?: MixedList<Function | string>;
  readonly migrations?: MixedList<Function | string>;
}
export declare class DataSource { constructor(options: DataSourceOptions) }
`,
  '@nestjs/typeorm': `
import type { DynamicModule } from '@nestjs/common';
import type { DataSourceOptions } from 'typeorm';
export type TypeOrmModuleOptions = Partial<DataSourceOptions>;
export interface TypeOrmOptionsFactory { createTypeOrmOptions(): TypeOrmModuleOptions }
export declare class TypeOrmModule {
  static forRoot(options: TypeOrmModuleOptions): DynamicModule;
  static forRootAsync(options: { inject?: any[]; useFactory: () => TypeOrmModuleOptions | Promise<TypeOrmModuleOptions> }): DynamicModule;
  static forFeature(entities: Function[]): DynamicModule;
}
`,
};

const ours = `
import type { DynamicModule } from '@nestjs/common';
export declare class BackgroundJobsModule { static forRoot(options?: object): DynamicModule; static forRootAsync(options: object): DynamicModule }
export interface BackgroundJobsOptions { readonly enabled?: boolean }
`;

/** What the compiler says about the results of all shapes, in one program; each shape is a host of its own. */
export function typeErrors(shapes: readonly Shape[]): readonly string[] {
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.Preserve,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      strict: true,
      experimentalDecorators: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      types: [],
    },
  });
  for (const [name, text] of Object.entries(packages)) project.createSourceFile(`/node_modules/${name}/index.d.ts`, text);
  project.createSourceFile('/globals.d.ts', 'declare const process: { argv: string[]; env: Record<string, string | undefined> };');
  shapes.forEach((shape, index) => addHost(project, shape, `/hosts/${index}`));
  return project.getPreEmitDiagnostics().map((diagnostic) => {
    const path = diagnostic.getSourceFile()?.getFilePath() ?? '';
    const shape = shapes[Number(path.split('/')[2])];
    return `${shape?.name ?? path}:${diagnostic.getLineNumber() ?? 0} ${ts.flattenDiagnosticMessageText(diagnostic.compilerObject.messageText, ' ')}`;
  });
}

function addHost(project: Project, shape: Shape, folder: string): void {
  const path = posix.join(folder, shape.path ?? 'src/app.module.ts');
  const text = after(shape);
  project.createSourceFile(path, text);
  for (const { specifier, bindings } of findImports(parseSource('shape.ts', text))) {
    if (specifier in packages) continue;
    const stub = shape.stubs?.[specifier] ?? (specifier.includes('/background-jobs.module') ? ours : stubOf(bindings));
    project.createSourceFile(declarationPath(path, specifier, folder), stub, { overwrite: true });
  }
}

/** Beside the file for a relative specifier, else in the host's own node_modules. */
function declarationPath(from: string, specifier: string, folder: string): string {
  const base = specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : posix.join(folder, 'node_modules', specifier);
  if (base.endsWith('.mjs')) return base.replace(/\.mjs$/, '.d.mts');
  return `${base.replace(/\.[jt]s$/, '')}${base.endsWith('.ts') ? '.ts' : '.d.ts'}`;
}

function stubOf(bindings: readonly { readonly imported: string }[]): string {
  const names = bindings.map(({ imported }) => {
    if (imported === 'default') return 'export default class Default {}';
    if (!/^[A-Z]/.test(imported)) return `export declare const ${imported}: any[];`;
    return `export declare class ${imported} { static forRoot(options?: object): DynamicModule; static register(name: string): DynamicModule }`;
  });
  return [`import type { DynamicModule } from '@nestjs/common';`, ...names].join('\n');
}
