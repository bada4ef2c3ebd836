import { added, patched, type Shape } from '../shape.ts';

const head = `import { Module } from '@nestjs/common';
import { A, B, C } from './modules';${added}
`;

/** What stands in the literal, and what is done with it. */
export const arrayElements: readonly Shape[] = [
  patched(
    'spread last',
    `${head}
const features = [A, B];

@Module({
  imports: [
    C,
    ...features,«
    BackgroundJobsModule.forRoot(),»
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'conditional spread',
    `${head}
declare const isTest: boolean;

@Module({
  imports: [
    A,
    ...(isTest ? [] : [B]),«
    BackgroundJobsModule.forRoot(),»
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'calls, forwardRef and a property spread',
    `import { forwardRef, Module } from '@nestjs/common';
import { A, B, sets } from './modules';${added}

@Module({
  imports: [
    forwardRef(() => A),
    B.registerAsync(),
    ...sets.features,«
    BackgroundJobsModule.forRoot(),»
  ],
})
export class AppModule {}
`,
    {
      stubs: {
        './modules': `import type { DynamicModule, Type } from '@nestjs/common';
export declare class A {}
export declare class B { static registerAsync(): DynamicModule; }
export declare const sets: { features: Type[] };`,
      },
    },
  ),
  patched(
    'array cast',
    `import { Module, type ModuleMetadata } from '@nestjs/common';
import { A } from './modules';${added}

@Module({
  imports: [A«, BackgroundJobsModule.forRoot()»] as ModuleMetadata['imports'],
})
export class AppModule {}
`,
  ),
  patched(
    'array cast to classes only',
    `import { Module, type Type } from '@nestjs/common';
import { A } from './modules';${added}

@Module({
  imports: [A«, BackgroundJobsModule.forRoot()»].filter(Boolean) as Type[],
})
export class AppModule {}
`,
  ),
  patched(
    'array that satisfies a type which admits dynamic modules',
    `import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { A } from './modules';${added}

@Module({
  imports: [A«, BackgroundJobsModule.forRoot()»] satisfies (Type | DynamicModule)[],
})
export class AppModule {}
`,
  ),
  patched(
    'array that satisfies a type which admits classes only',
    `import { Module, type Type } from '@nestjs/common';
import { A } from './modules';${added}

@Module({
  imports: «[...(»[A] satisfies Type[]«), BackgroundJobsModule.forRoot()]»,
})
export class AppModule {}
`,
  ),
  patched(
    '.filter(Boolean)',
    `${head}
declare const isTest: boolean;

@Module({
  imports: [
    A,
    !isTest && B,«
    BackgroundJobsModule.forRoot(),»
  ].filter(Boolean) as any[],
})
export class AppModule {}
`,
  ),
  patched(
    '.filter() with a condition of its own',
    `${head}
@Module({
  imports: «[...»[A, B].filter((type) => type.name !== process.argv[2])«, BackgroundJobsModule.forRoot()]»,
})
export class AppModule {}
`,
  ),
  patched(
    '[A].concat(x)',
    `${head}
@Module({
  imports: [A«, BackgroundJobsModule.forRoot()»].concat(B),
})
export class AppModule {}
`,
    { uncompilable: 'concat of two classes has no overload' },
  ),
];
