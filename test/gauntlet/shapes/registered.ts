import { added, patched, unchanged, type Shape } from '../shape.ts';

const imported = `import { BackgroundJobsModule } from './background-jobs/background-jobs.module';`;

/** The module, or its name, is there already. */
export const registered: readonly Shape[] = [
  unchanged(
    'registered as a class',
    `import { Module } from '@nestjs/common';
${imported}

@Module({ imports: [BackgroundJobsModule] })
export class AppModule {}
`,
  ),
  unchanged(
    'registered by forRoot with options',
    `import { Module } from '@nestjs/common';
${imported}

@Module({ imports: [BackgroundJobsModule.forRootAsync({ useFactory: () => ({}) })] })
export class AppModule {}
`,
  ),
  unchanged(
    'registered under another name',
    `import { Module } from '@nestjs/common';
import { BackgroundJobsModule as Jobs } from './background-jobs/background-jobs.module';

@Module({ imports: [Jobs.forRoot()] })
export class AppModule {}
`,
  ),
  unchanged(
    'registered through a namespace',
    `import { Module } from '@nestjs/common';
import * as jobs from './background-jobs/background-jobs.module';

@Module({ imports: [jobs.BackgroundJobsModule.forRoot()] })
export class AppModule {}
`,
  ),
  unchanged(
    'imported through a path alias',
    `import { Module } from '@nestjs/common';
import { BackgroundJobsModule } from '@/background-jobs/background-jobs.module';

@Module({ imports: [BackgroundJobsModule.forRoot()] })
export class AppModule {}
`,
  ),
  unchanged(
    'imported through the index of the folder',
    `import { Module } from '@nestjs/common';
import { BackgroundJobsModule } from './background-jobs/index.js';

@Module({ imports: [BackgroundJobsModule.forRoot()] })
export class AppModule {}
`,
  ),
  unchanged(
    'registered inside a spread condition',
    `import { Module } from '@nestjs/common';
${imported}

@Module({ imports: [...(process.env.JOBS ? [BackgroundJobsModule.forRoot()] : [])] })
export class AppModule {}
`,
  ),
  unchanged(
    'registered in a constant that is spread',
    `import { Module } from '@nestjs/common';
${imported}

const infrastructure = [BackgroundJobsModule.forRoot()];

@Module({ imports: [...infrastructure] })
export class AppModule {}
`,
  ),
  unchanged(
    'pushed to the list',
    `import { Module } from '@nestjs/common';
${imported}

const modules: any[] = [];
modules.push(BackgroundJobsModule.forRoot());

@Module({ imports: modules })
export class AppModule {}
`,
  ),
  unchanged(
    'pushed to the list of a metadata constant',
    `import { Module } from '@nestjs/common';
${imported}

const metadata: any = { imports: [] };
metadata.imports.push(BackgroundJobsModule.forRoot());

@Module(metadata)
export class AppModule {}
`,
  ),
  unchanged(
    'registered in the function that makes the list',
    `import { Module } from '@nestjs/common';
${imported}

function modules() {
  return [BackgroundJobsModule.forRoot()];
}

@Module({ imports: modules() })
export class AppModule {}
`,
  ),
  unchanged(
    'registered through a dynamic module literal',
    `import { Module } from '@nestjs/common';
${imported}

@Module({ imports: [{ module: BackgroundJobsModule, providers: [] }] })
export class AppModule {}
`,
  ),
  unchanged(
    'registered by a static factory',
    `import { Module } from '@nestjs/common';
${imported}

@Module({})
export class AppModule {
  static forRoot() {
    return { module: AppModule, imports: [BackgroundJobsModule.forRoot()] };
  }
}
`,
  ),
  unchanged(
    'registered in a spread base',
    `import { Module } from '@nestjs/common';
${imported}

const base = { imports: [BackgroundJobsModule.forRoot()] };

@Module({ ...base, providers: [] })
export class AppModule {}
`,
  ),
  patched(
    'imported, not registered',
    `import { Module } from '@nestjs/common';
${imported}

@Module({ imports: [«BackgroundJobsModule.forRoot()»] })
export class AppModule {}
`,
  ),
  patched(
    'imported under another name, not registered',
    `import { Module } from '@nestjs/common';
import { BackgroundJobsModule as Jobs } from './background-jobs/background-jobs.module';

@Module({ imports: [«Jobs.forRoot()»] })
export class AppModule {}
`,
  ),
  patched(
    'registered in another class only',
    `import { Module } from '@nestjs/common';
${imported}

@Module({ imports: [BackgroundJobsModule.forRoot()] })
export class WorkerModule {}

@Module({ imports: [«BackgroundJobsModule.forRoot()»] })
export class AppModule {}
`,
  ),
  patched(
    'named only in the options of another module',
    `import { Module } from '@nestjs/common';
import { A } from './modules';
${imported}

@Module({
  imports: [
    A.registerAsync({ imports: [BackgroundJobsModule] }),«
    BackgroundJobsModule.forRoot(),»
  ],
})
export class AppModule {}
`,
    {
      stubs: {
        './modules': `import type { DynamicModule } from '@nestjs/common';
export declare class A { static registerAsync(options: object): DynamicModule; }`,
      },
    },
  ),
  patched(
    'same name from another package',
    `import { Module } from '@nestjs/common';
import { BackgroundJobsModule } from '@acme/jobs';«
import { BackgroundJobsModule as AbpBackgroundJobsModule } from './background-jobs/background-jobs.module';»

@Module({
  imports: [
    BackgroundJobsModule.forRoot(),«
    AbpBackgroundJobsModule.forRoot(),»
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'same name from another file',
    `import { Module } from '@nestjs/common';
import { BackgroundJobsModule } from './legacy/background-jobs.module';«
import { BackgroundJobsModule as AbpBackgroundJobsModule } from './background-jobs/background-jobs.module';»

@Module({ imports: [BackgroundJobsModule«, AbpBackgroundJobsModule.forRoot()»] })
export class AppModule {}
`,
  ),
  patched(
    'same name for a class of the file',
    `import { Module } from '@nestjs/common';«
import { BackgroundJobsModule as AbpBackgroundJobsModule } from './background-jobs/background-jobs.module';»

@Module({})
class BackgroundJobsModule {}

@Module({ imports: [BackgroundJobsModule«, AbpBackgroundJobsModule.forRoot()»] })
export class AppModule {}
`,
  ),
  patched(
    'imported as a type',
    `import { Module } from '@nestjs/common';
import type { BackgroundJobsModule } from './background-jobs/background-jobs.module';«
import { BackgroundJobsModule as AbpBackgroundJobsModule } from './background-jobs/background-jobs.module';»

export type Jobs = BackgroundJobsModule;

@Module({ imports: [«AbpBackgroundJobsModule.forRoot()»] })
export class AppModule {}
`,
  ),
  patched(
    'named in a comment and a text only',
    `import { Module } from '@nestjs/common';
import { A } from './modules';${added}

// BackgroundJobsModule.forRoot() comes later
export const planned = 'BackgroundJobsModule';

@Module({
  imports: [
    A,«
    BackgroundJobsModule.forRoot(),»
    // BackgroundJobsModule,
  ],
})
export class AppModule {}
`,
  ),
];
