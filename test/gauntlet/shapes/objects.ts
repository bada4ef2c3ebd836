import { added, patched, type Shape } from '../shape.ts';

const head = `import { Module } from '@nestjs/common';
import { A, B } from './modules';${added}
`;

/** What `@Module` is given. */
export const objects: readonly Shape[] = [
  patched(
    'no imports key',
    `${head}
@Module({
  providers: [A],
  exports: [A],«
  imports: [BackgroundJobsModule.forRoot()],»
})
export class AppModule {}
`,
  ),
  patched(
    'no imports key, no trailing comma',
    `${head}
@Module({
  providers: [A]«,
  imports: [BackgroundJobsModule.forRoot()]»
})
export class AppModule {}
`,
  ),
  patched(
    'no imports key, on one line',
    `${head}
@Module({ providers: [A]«, imports: [BackgroundJobsModule.forRoot()]» })
export class AppModule {}
`,
  ),
  patched(
    '{}',
    `${head}
@Module({« imports: [BackgroundJobsModule.forRoot()] »})
export class AppModule {}
`,
  ),
  patched(
    'no argument',
    `${head}
@Module(«{ imports: [BackgroundJobsModule.forRoot()] }»)
export class AppModule {}
`,
    { uncompilable: 'Module wants an argument' },
  ),
  patched(
    'braces without padding',
    `import {Module} from '@nestjs/common';«
import {BackgroundJobsModule} from './background-jobs/background-jobs.module';»

@Module({«imports: [BackgroundJobsModule.forRoot()]»})
export class AppModule {}
`,
  ),
  patched(
    'imports is not the first key',
    `${head}
@Module({
  providers: [],
  imports: [A«, BackgroundJobsModule.forRoot()»],
  controllers: [],
})
export class AppModule {}
`,
  ),
  patched(
    'quoted key',
    `${head}
@Module({
  'imports': [A«, BackgroundJobsModule.forRoot()»],
})
export class AppModule {}
`,
  ),
  patched(
    'key in brackets',
    `${head}
@Module({
  ['imports']: [A«, BackgroundJobsModule.forRoot()»],
})
export class AppModule {}
`,
  ),
  patched(
    'metadata cast',
    `${head}
@Module({
  imports: [A«, BackgroundJobsModule.forRoot()»],
} as any)
export class AppModule {}
`,
  ),
  patched(
    'metadata satisfies',
    `import { Module, type ModuleMetadata } from '@nestjs/common';
import { A } from './modules';${added}

@Module({ imports: [A«, BackgroundJobsModule.forRoot()»] } satisfies ModuleMetadata)
export class AppModule {}
`,
  ),
  patched(
    'metadata in a constant',
    `${head}
const metadata = {
  imports: [A, B«, BackgroundJobsModule.forRoot()»],
  providers: [],
};

@Module(metadata)
export class AppModule {}
`,
  ),
  patched(
    'metadata constant that satisfies',
    `import { Module, type ModuleMetadata } from '@nestjs/common';
import { A } from './modules';${added}

const metadata = {
  providers: [A],«
  imports: [BackgroundJobsModule.forRoot()],»
} satisfies ModuleMetadata;

@Module(metadata)
export class AppModule {}
`,
  ),
  patched(
    'metadata constant that another class uses too',
    `${head}
const metadata = { imports: [A, B] };

@Module(«{ ...»metadata«, imports: [...metadata.imports, BackgroundJobsModule.forRoot()] }»)
export class AppModule {}

@Module(metadata)
export class TestModule {}
`,
  ),
  patched(
    'exported metadata constant of a declared type',
    `import { Module, type ModuleMetadata } from '@nestjs/common';
import { A } from './modules';${added}

export const metadata: ModuleMetadata = { imports: [A] };

@Module(«{ ...»metadata«, imports: [...(metadata.imports ?? []), BackgroundJobsModule.forRoot()] }»)
export class AppModule {}
`,
  ),
  patched(
    'spread before imports',
    `${head}
const base = { imports: [A], providers: [] };

@Module({
  ...base,
  imports: [...base.imports, B«, BackgroundJobsModule.forRoot()»],
})
export class AppModule {}
`,
  ),
  patched(
    'spread of an object and of its array, from another file',
    `import { Module } from '@nestjs/common';
import { A, shared } from './modules';${added}

@Module({
  ...shared,
  imports: [
    ...shared.imports,
    A,«
    BackgroundJobsModule.forRoot(),»
  ],
})
export class AppModule {}
`,
    {
      stubs: {
        './modules': `export declare class A {}
export declare const shared: { imports: (typeof A)[] };`,
      },
    },
  ),
  patched(
    'spread that brings the imports',
    `${head}
const base = { imports: [A«, BackgroundJobsModule.forRoot()»], providers: [] };

@Module({ ...base, exports: [] })
export class AppModule {}
`,
  ),
  patched(
    'spread that brings the imports to others too',
    `${head}
const base = { imports: [A], providers: [] };

@Module({
  ...base,
  exports: [],«
  imports: [...base.imports, BackgroundJobsModule.forRoot()],»
})
export class AppModule {}

@Module({ ...base, imports: [...base.imports, B] })
export class WorkerModule {}
`,
  ),
  patched(
    'spread that brings something else',
    `${head}
const base = { providers: [A] };
declare const isTest: boolean;

@Module({
  ...base,
  ...(isTest ? { exports: [A] } : {}),«
  imports: [BackgroundJobsModule.forRoot()],»
})
export class AppModule {}
`,
  ),
];
