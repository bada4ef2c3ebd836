import { added, patched, refused, unchanged, type Shape } from '../shape.ts';

const request = { factory: 'forRoot' };

/** The list that a static factory of the root class adds, where that is what brings the database in. */
export const factories: readonly Shape[] = [
  patched(
    'list that a static factory returns',
    `import { Module, type DynamicModule } from '@nestjs/common';
import { A, B } from './modules';${added}

@Module({ imports: [A] })
export class AppModule {
  static forRoot(): DynamicModule {
    return {
      module: AppModule,
      imports: [B«, BackgroundJobsModule.forRoot()»],
    };
  }
}
`,
    { request },
  ),
  patched(
    'list of a static factory that grows before it is returned',
    `import { Module, type DynamicModule } from '@nestjs/common';
import { A, B, C } from './modules';${added}

@Module({ imports: [A] })
export class AppModule {
  static async forRoot(testing: boolean): Promise<DynamicModule> {
    const modules: any[] = [
      B,«
      BackgroundJobsModule.forRoot(),»
    ];

    if (testing) {
      modules.push(C);
    }

    return { module: AppModule, imports: modules };
  }
}
`,
    { request },
  ),
  patched(
    'static factory that adds providers only',
    `import { Module, type DynamicModule } from '@nestjs/common';
import { A } from './modules';${added}

@Module({ imports: [A] })
export class AppModule {
  static forRoot(): DynamicModule {
    return { module: AppModule, providers: []«, imports: [BackgroundJobsModule.forRoot()]» };
  }
}
`,
    { request },
  ),
  unchanged(
    'registered by the decorator, beside a static factory',
    `import { Module, type DynamicModule } from '@nestjs/common';
import { BackgroundJobsModule } from './background-jobs/background-jobs.module';

@Module({ imports: [BackgroundJobsModule.forRoot()] })
export class AppModule {
  static forRoot(): DynamicModule {
    return { module: AppModule, imports: [] };
  }
}
`,
    { request },
  ),
  refused(
    'static factory with several results',
    { line: 6, message: 'forRoot() does not return one object.' },
    `import { Module, type DynamicModule } from '@nestjs/common';
import { A } from './modules';

@Module({ imports: [A] })
export class AppModule {
  static forRoot(testing: boolean): DynamicModule {
    if (testing) return { module: AppModule, imports: [] };
    return { module: AppModule, imports: [A] };
  }
}
`,
    { request },
  ),
];
