import { added, patched, type Shape } from '../shape.ts';

const head = `import { Module } from '@nestjs/common';
import { A, B } from './modules';${added}
`;

/** `imports` is a name, a call or another expression. */
export const constants: readonly Shape[] = [
  patched(
    'constant of the file',
    `${head}
const modules = [
  A,
  B,«
  BackgroundJobsModule.forRoot(),»
];

@Module({
  imports: modules,
})
export class AppModule {}
`,
  ),
  patched(
    'shorthand constant of the file',
    `${head}
const imports = [A«, BackgroundJobsModule.forRoot()»];

@Module({ imports })
export class AppModule {}
`,
  ),
  patched(
    'constant that is exported from the module too',
    `${head}
const modules = [A, B];

@Module({
  imports: «[...»modules«, BackgroundJobsModule.forRoot()]»,
  exports: modules,
})
export class AppModule {}
`,
  ),
  patched(
    'exported constant',
    `${head}
export const imports = [A, B];

@Module({ imports«: [...imports, BackgroundJobsModule.forRoot()]» })
export class AppModule {}
`,
  ),
  patched(
    'constant of a type that admits classes only',
    `import { Module, type Type } from '@nestjs/common';
import { A } from './modules';${added}

const modules: Type[] = [A];

@Module({
  imports: «[...»modules«, BackgroundJobsModule.forRoot()]»,
})
export class AppModule {}
`,
  ),
  patched(
    'constant that changes further down',
    `import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { A, B } from './modules';${added}

const modules: (Type | DynamicModule)[] = [A«, BackgroundJobsModule.forRoot()»];

@Module({ imports: modules })
export class AppModule {}

if (B.name !== '') {
  modules.push(B);
}
`,
  ),
  patched(
    'constant made by concat that changes further down',
    `${head}
declare const isTest: boolean;

const modules: any[] = [A«, BackgroundJobsModule.forRoot()»].concat(B as any);

@Module({
  imports: modules,
})
export class AppModule {}

if (!isTest) {
  modules.unshift(B);
}
`,
    { stubs: { './modules': 'export declare const A: any; export declare const B: any;' } },
  ),
  patched(
    'constant made by a call that changes further down',
    `import { Module } from '@nestjs/common';
import { A, list } from './modules';${added}

const modules = «[...»list()«, BackgroundJobsModule.forRoot()]»;

@Module({ imports: modules })
export class AppModule {}

modules.push(A);
`,
    {
      stubs: {
        './modules': `export declare class A {}
export declare function list(): any[];`,
      },
    },
  ),
  patched(
    'variable assigned before the class',
    `${head}
let modules: any[] = [A];
modules = modules.concat(B);

@Module({ imports: «[...»modules«, BackgroundJobsModule.forRoot()]» })
export class AppModule {}
`,
  ),
  patched(
    'constant through a constant',
    `${head}
const infrastructure = [A«, BackgroundJobsModule.forRoot()»];
const modules = infrastructure;

@Module({ imports: modules })
export class AppModule {}
`,
  ),
  patched(
    'constant filtered',
    `${head}
const modules = [A, B];

@Module({ imports: «[...»modules.filter(Boolean)«, BackgroundJobsModule.forRoot()]» })
export class AppModule {}
`,
  ),
  patched(
    'constant of another file',
    `import { Module } from '@nestjs/common';
import { modules } from './modules';${added}

@Module({
  imports: «[...»modules«, BackgroundJobsModule.forRoot()]»,
})
export class AppModule {}
`,
  ),
  patched(
    'shorthand constants of other files',
    `import { Module } from '@nestjs/common';
import { imports } from './imports';
import { providers } from './providers';${added}

@Module({ imports«: [...imports, BackgroundJobsModule.forRoot()]», providers })
export class AppModule {}
`,
  ),
  patched(
    'call of a function',
    `import { Module } from '@nestjs/common';
import { selectModules } from './modules';${added}

@Module({
  imports: «[...»selectModules(process.argv)«, BackgroundJobsModule.forRoot()]»,
})
export class AppModule {}
`,
    { stubs: { './modules': 'export declare function selectModules(names: string[]): any[];' } },
  ),
  patched(
    'call with a cast',
    `import { Module, type Type } from '@nestjs/common';
import { list } from './modules';${added}

@Module({
  imports: «[...(»list() as Type[]«), BackgroundJobsModule.forRoot()]»,
})
export class AppModule {}
`,
    { stubs: { './modules': 'export declare function list(): unknown;' } },
  ),
  patched(
    'condition that may leave nothing',
    `${head}
declare const isTest: boolean;

@Module({
  imports: «[...((»isTest ? undefined : [A, B]«) ?? []), BackgroundJobsModule.forRoot()]»,
})
export class AppModule {}
`,
  ),
  patched(
    'condition that may leave false',
    `${head}
declare const isTest: boolean;

@Module({
  imports: «[...((»(!isTest && [A]) as any[]«) || []), BackgroundJobsModule.forRoot()]»,
})
export class AppModule {}
`,
  ),
  patched(
    'imports of other metadata',
    `import { Module, type ModuleMetadata } from '@nestjs/common';
import { base } from './modules';${added}

export const metadata: ModuleMetadata = base;

@Module({
  imports: «[...(»metadata.imports« ?? []), BackgroundJobsModule.forRoot()]»,
})
export class AppModule {}
`,
    { stubs: { './modules': 'export declare const base: {};' } },
  ),
  patched(
    'parameter of a function',
    `import { Module, type Type } from '@nestjs/common';${added}

export function createRoot(imports: Type[]) {
  @Module({ imports«: [...imports, BackgroundJobsModule.forRoot()]» })
  class AppModule {}

  return AppModule;
}
`,
  ),
  patched(
    'field of a builder',
    `import { Module, type Type } from '@nestjs/common';
import { A } from './modules';${added}

export class Builder {
  private readonly modules: Type[] = [A];

  build() {
    @Module({ imports: «[...»this.modules«, BackgroundJobsModule.forRoot()]» })
    class AppModule {}

    return AppModule;
  }
}
`,
  ),
];
