import { added, patched, type Shape } from '../shape.ts';

const head = `import { Module } from '@nestjs/common';
import { A, B, C } from './modules';${added}
`;

/** `imports` is a literal: 87 of 100 hosts. */
export const arrayLiterals: readonly Shape[] = [
  patched(
    'empty array',
    `${head}
@Module({
  imports: [«BackgroundJobsModule.forRoot()»],
})
export class AppModule {}
`,
  ),
  patched(
    'empty array with a space',
    `${head}
@Module({
  imports: [« BackgroundJobsModule.forRoot()» ],
})
export class AppModule {}
`,
  ),
  patched(
    'empty array over two lines',
    `${head}
@Module({
  imports: [«
    BackgroundJobsModule.forRoot(),»
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'only a comment in the array',
    `${head}
@Module({
  imports: [
    // ObservabilityModule is added by the platform.«
    BackgroundJobsModule.forRoot(),»
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'one line',
    `${head}
@Module({
  imports: [A, B«, BackgroundJobsModule.forRoot()»],
  providers: [],
})
export class AppModule {}
`,
  ),
  patched(
    'one line with trailing comma',
    `${head}
@Module({ imports: [A, B,« BackgroundJobsModule.forRoot(),»] })
export class AppModule {}
`,
  ),
  patched(
    'one line that gets too wide',
    `${head}
@Module({
  imports: [«
    »A.forRoot(),«
   » B.forRoot(),«
   » C.register('a-name-that-is-long'),«
   » A,«
   » B«,
    BackgroundJobsModule.forRoot(),
  »],
})
export class AppModule {}
`,
    { styleBound: 'tabs cannot be made from the spaces behind the commas' },
  ),
  patched(
    'wide line that is shared with other keys',
    `${head}
@Module({ imports: [A.forRoot(), B.forRoot(), C.register('long'), A«, BackgroundJobsModule.forRoot()»], providers: [] })
export class AppModule {}
`,
  ),
  patched(
    'several lines with trailing comma',
    `${head}
@Module({
  imports: [
    A,
    B,«
    BackgroundJobsModule.forRoot(),»
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'several lines without trailing comma',
    `${head}
@Module({
  imports: [
    A,
    B«,
    BackgroundJobsModule.forRoot()»
  ]
})
export class AppModule {}
`,
  ),
  patched(
    'bracket hugs the last line',
    `${head}
@Module({
  imports: [A,
    B«,
    BackgroundJobsModule.forRoot()»],
})
export class AppModule {}
`,
  ),
  patched(
    'first item on the line of the bracket',
    `${head}
@Module({
  imports: [A,«
    BackgroundJobsModule.forRoot(),»
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'commas first',
    `${head}
@Module({
  imports: [
    A
    , B«
    , BackgroundJobsModule.forRoot()»
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'comment after the last element',
    `${head}
@Module({
  imports: [
    A,
    B,«
    BackgroundJobsModule.forRoot(),»
    // C is loaded by the worker only.
    // C,
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'comment behind every element',
    `${head}
@Module({
  imports: [
    A, // configuration
    B«,» // health«
    BackgroundJobsModule.forRoot()»
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'comment behind the last comma',
    `${head}
@Module({
  imports: [
    A, /* first */
    B, // second«
    BackgroundJobsModule.forRoot(),»
    /* C, */
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'lint directives between elements',
    `${head}
@Module({
  imports: [
    A,
    // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
    B,
    /* eslint-disable sort */
    C,«
    BackgroundJobsModule.forRoot(),»
    /* eslint-enable sort */
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'groups parted by blank lines',
    `${head}
@Module({
  imports: [
    // Core
    A,

    // Features
    B,
    C,«
    BackgroundJobsModule.forRoot(),»

  ],
})
export class AppModule {}
`,
  ),
  patched(
    'nested forRoot({...}) last',
    `${head}
@Module({
  imports: [
    A,
    B.forRoot({
      imports: [A],
      useFactory: () => ({ list: [1, 2] }),
    }),«
    BackgroundJobsModule.forRoot(),»
  ],
})
export class AppModule {}
`,
  ),
  patched(
    'one call hugged by the brackets',
    `${head}
@Module({
  imports: [A.forRoot({
    isGlobal: true,
  })«, BackgroundJobsModule.forRoot()»],
})
export class AppModule {}
`,
  ),
];
