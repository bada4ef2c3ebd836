import { added, patched, type Shape } from '../shape.ts';

const list = `imports: [A«, BackgroundJobsModule.forRoot()»]`;

/** How the class is named, and how `@Module` gets onto it. */
export const decorators: readonly Shape[] = [
  patched(
    'aliased decorator',
    `import { Module as NestModule } from '@nestjs/common';
import { A } from './modules';${added}

@NestModule({ ${list} })
export class AppModule {}
`,
  ),
  patched(
    'namespace decorator',
    `import * as nest from '@nestjs/common';
import { A } from './modules';${added}

@nest.Module({ ${list} })
export class AppModule {}
`,
  ),
  patched(
    'import x = require()',
    `import nest = require('@nestjs/common');
import { A } from './modules';${added}

@nest.Module({ ${list} })
export class AppModule {}
`,
  ),
  patched(
    '@Global() beside @Module',
    `import { Global, Module } from '@nestjs/common';
import { A } from './modules';${added}

@Global()
@Module({ ${list} })
export class AppModule {}
`,
  ),
  patched(
    'composed decorator',
    `import { applyDecorators, Global, Module } from '@nestjs/common';
import { A } from './modules';${added}

@applyDecorators(Global(), Module({ ${list} }))
export class AppModule {}
`,
  ),
  patched(
    'decorator composed in a function',
    `import { applyDecorators, Global, Module } from '@nestjs/common';
import { A } from './modules';${added}

const Root = () => applyDecorators(Global(), Module({ ${list} }));

@Root()
export class AppModule {}
`,
  ),
  patched(
    'decorator in a constant',
    `import { Module } from '@nestjs/common';
import { A } from './modules';${added}

const Root = Module({ ${list} });

@Root
export class AppModule {}
`,
  ),
  patched(
    'decorator called with the class',
    `import { Module } from '@nestjs/common';
import { A } from './modules';${added}

export class AppModule {}

Module({ ${list} })(AppModule);
`,
  ),
  patched(
    'decorator called with a class expression',
    `import { Module } from '@nestjs/common';
import { A } from './modules';${added}

export const AppModule = class {};

Module({ ${list} })(AppModule);
`,
  ),
  patched(
    'two modules, target second',
    `import { Module } from '@nestjs/common';
import { A, B } from './modules';${added}

@Module({
  imports: [B],
})
class InfrastructureModule {}

@Module({
  imports: [
    InfrastructureModule,
    A,«
    BackgroundJobsModule.forRoot(),»
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'dynamic register() beside @Module({})',
    `import { Module, type DynamicModule } from '@nestjs/common';
import { A } from './modules';${added}

@Module({« imports: [BackgroundJobsModule.forRoot()] »})
export class AppModule {
  static register(): DynamicModule {
    return { module: AppModule, imports: [A] };
  }
}
`,
  ),
  patched(
    'dynamic register() beside an empty list',
    `import { Module, type DynamicModule } from '@nestjs/common';
import { A } from './modules';${added}

@Module({
  imports: [«BackgroundJobsModule.forRoot()»],
})
export class AppModule {
  static async register(): Promise<DynamicModule> {
    return { module: AppModule, imports: [A] };
  }
}
`,
  ),
  patched(
    'a class that calls this.forRoot()',
    `import { Module, type DynamicModule } from '@nestjs/common';
import { A } from './modules';${added}

@Module({ ${list} })
export class AppModule {
  static forRoot(): DynamicModule {
    return { module: this };
  }

  static start() {
    return this.forRoot();
  }
}
`,
  ),
  patched(
    'export default class',
    `import { Module } from '@nestjs/common';
import { A } from './modules';${added}

@Module({ ${list} })
export default class AppModule {}
`,
  ),
  patched(
    'export default class without a name',
    `import { Module } from '@nestjs/common';
import { A } from './modules';${added}

@Module({ ${list} })
export default class {}
`,
    { request: { rootClass: 'default' } },
  ),
  patched(
    'decorator behind export',
    `import { Module } from '@nestjs/common';
import { A } from './modules';${added}

export @Module({ ${list} }) class AppModule {}
`,
  ),
  patched(
    'class expression',
    `import { Module } from '@nestjs/common';
import { A } from './modules';${added}

export const AppModule = (() => {
  @Module({ ${list} })
  class AppModule {}
  return AppModule;
})();
`,
  ),
  patched(
    'decorated class expression',
    `import { Module } from '@nestjs/common';
import { A } from './modules';${added}

export const AppModule = @Module({ ${list} }) class {};
`,
    { uncompilable: 'only with the standard decorators' },
  ),
  patched(
    'a class of the same name inside a function',
    `import { Module } from '@nestjs/common';
import { A } from './modules';${added}

export function forTests() {
  @Module({ imports: [A] })
  class AppModule {}

  return AppModule;
}

@Module({ ${list} })
export class AppModule {}
`,
  ),
  patched(
    'several bootstrap calls in the file',
    `import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { A } from './modules';${added}

@Module({ ${list} })
export class AppModule {}

@Module({ imports: [A] })
export class WorkerModule {}

void NestFactory.create(AppModule);
void NestFactory.createApplicationContext(WorkerModule);
`,
    { stubs: { './modules': 'export declare class A {}' } },
  ),
];
