import { refused, type Shape } from '../shape.ts';

const head = `import { Module } from '@nestjs/common';
`;

/** What is not certain to come out right. */
export const refusals: readonly Shape[] = [
  refused(
    'no such class',
    { line: 1, message: 'There is no class AppModule in this file.' },
    `${head}
@Module({ imports: [] })
export class RootModule {}
`,
  ),
  refused(
    'several classes of the name',
    { line: 1, message: 'There are several classes AppModule in this file.' },
    `${head}
export function web() {
  @Module({ imports: [] })
  class AppModule {}
  return AppModule;
}

export function worker() {
  @Module({ imports: [] })
  class AppModule {}
  return AppModule;
}
`,
  ),
  refused(
    'root is the result of a factory, no class',
    { line: 1, message: 'There is no class AppModule in this file.' },
    `import { createRoot } from '@acme/platform';

export const AppModule = createRoot({ imports: [] });
`,
  ),
  refused(
    'no @Module on the class',
    { line: 2, message: 'No @Module of @nestjs/common stands on AppModule in this file.' },
    `
export class AppModule {}
`,
  ),
  refused(
    'a @Module of another package',
    { line: 3, message: 'No @Module of @nestjs/common stands on AppModule in this file.' },
    `import { Module } from '@acme/platform';

@Module({ imports: [] })
export class AppModule {}
`,
  ),
  refused(
    'a composed decorator of another file',
    { line: 3, message: 'No @Module of @nestjs/common stands on AppModule in this file.' },
    `import { Root } from './root.decorator';

@Root({ imports: [] })
export class AppModule {}
`,
  ),
  refused(
    'a composed decorator that two classes use',
    { line: 5, message: 'No @Module of @nestjs/common stands on AppModule in this file.' },
    `${head}
const Root = () => Module({ imports: [] });

@Root()
export class AppModule {}

@Root()
export class WorkerModule {}
`,
  ),
  refused(
    '@Module twice',
    { line: 4, message: 'The class is decorated with @Module twice.' },
    `${head}
@Module({ imports: [] })
@Module({ providers: [] })
export class AppModule {}
`,
  ),
  refused(
    'metadata built by a function',
    { line: 7, message: 'The object that holds `imports` is not written in this file.' },
    `${head}
function metadata() {
  return { imports: [] };
}

@Module(metadata())
export class AppModule {}
`,
  ),
  refused(
    'metadata of another file',
    { line: 4, message: 'The object that holds `imports` is not written in this file.' },
    `${head}import { metadata } from './metadata';

@Module(metadata)
export class AppModule {}
`,
  ),
  refused(
    'metadata chosen by a condition',
    { line: 3, message: 'The object that holds `imports` is not written in this file.' },
    `${head}
@Module(process.env.WEB ? { imports: [] } : { providers: [] })
export class AppModule {}
`,
  ),
  refused(
    'metadata that changes further down',
    { line: 3, message: 'The object that holds `imports` changes after it is used here.' },
    `${head}
const metadata: any = { imports: [] };

@Module(metadata)
export class AppModule {}

metadata.imports = [];
`,
  ),
  refused(
    'metadata that gets its imports later',
    { line: 3, message: '`imports` is given to this object elsewhere.' },
    `${head}
const metadata: any = {};
metadata.imports = [class {}];

@Module(metadata)
export class AppModule {}
`,
  ),
  refused(
    'a spread that gets its imports later',
    { line: 3, message: '`imports` is given to this object elsewhere.' },
    `${head}
const base: any = {};
base.imports = [class {}];

@Module({ ...base })
export class AppModule {}
`,
  ),
  refused(
    'imports behind a function',
    { line: 4, message: '`imports` is a function or accessor.' },
    `${head}
@Module({
  get imports() {
    return [];
  },
})
export class AppModule {}
`,
  ),
  refused(
    'a spread that may bring the imports',
    { line: 5, message: 'What is spread here may bring `imports` along.' },
    `${head}import { shared } from './shared';

@Module({
  ...shared,
  providers: [],
})
export class AppModule {}
`,
  ),
  refused(
    'a spread that may replace the imports',
    { line: 6, message: 'What is spread behind `imports` may replace it.' },
    `${head}import { shared } from './shared';

@Module({
  imports: [],
  ...shared,
})
export class AppModule {}
`,
  ),
  refused(
    'a computed name',
    { line: 5, message: 'A computed name could be `imports`.' },
    `${head}import { key } from './keys';

@Module({
  [key]: [],
})
export class AppModule {}
`,
  ),
  refused(
    'a list that others read and that changes further down',
    { line: 3, message: 'The list is a variable that cannot be edited where it is made, and that changes after it is used here.' },
    `${head}
export const modules: any[] = [];

@Module({ imports: modules })
export class AppModule {}

modules.push(class {});
`,
  ),
  refused(
    'a list of another file that changes further down',
    {
      line: 2,
      message: 'The list is a variable that cannot be edited where it is made, and that changes after it is used here.',
    },
    `${head}import { modules } from './modules';

@Module({ imports: modules })
export class AppModule {}

modules.push(class {});
`,
  ),
  refused(
    'a list inside an object that changes further down',
    {
      line: 3,
      message: 'The list is a variable that cannot be edited where it is made, and that changes after it is used here.',
    },
    `${head}
const sets = { web: [class {}] };

@Module({ imports: sets.web })
export class AppModule {}

sets.web.push(class {});
`,
  ),
  refused(
    'a list that a function changes later',
    { line: 3, message: 'The list is a variable that cannot be edited where it is made, and that changes after it is used here.' },
    `${head}
let modules: any[];

export function start() {
  modules = [];
}

@Module({ imports: modules })
export class AppModule {}
`,
  ),
  refused(
    'the name from a barrel that could be ours',
    {
      line: 4,
      message:
        'A BackgroundJobsModule is in the imports of AppModule, and this file does not tell whether it is the one from ./background-jobs/background-jobs.module.',
    },
    `${head}import { BackgroundJobsModule } from './modules';

@Module({ imports: [BackgroundJobsModule] })
export class AppModule {}
`,
  ),
  refused(
    'the name from a dynamic import',
    {
      line: 3,
      message:
        'A BackgroundJobsModule is in the imports of AppModule, and this file does not tell whether it is the one from ./background-jobs/background-jobs.module.',
    },
    `${head}
@Module({ imports: [import('./jobs').then((jobs) => jobs.BackgroundJobsModule)] })
export class AppModule {}
`,
  ),
  refused(
    'imports is no list',
    { line: 3, message: 'The edited file did not pass the check that follows every edit.' },
    `${head}
@Module({ imports: {} as any })
export class AppModule {}
`,
  ),
  refused(
    'a file that does not parse',
    { line: 3, message: 'The file has a syntax error.' },
    `${head}
@Module({ imports: [})
export class AppModule {}
`,
  ),
];
