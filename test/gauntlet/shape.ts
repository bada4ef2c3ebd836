import type { Patch } from '../../generators/patch/patch.ts';
import { registerEntity, type ClassRegistration } from '../../generators/patch/register-entity.ts';
import { registerModule, type ModuleRegistration } from '../../generators/patch/register-module.ts';

/**
 * A file as hosts write it, and what registering our module (or a class of it) makes of it. The text shows the result: what stands in
 * `«»` is inserted, without it the text is the original. LF, two spaces, semicolons and single quotes; the other styles are derived.
 */
export interface Shape {
  readonly name: string;
  readonly text: string;
  readonly outcome: 'patched' | 'unchanged' | { readonly line: number; readonly message: string };
  /** `src/app.module.ts` unless the shape is about the path. */
  readonly path?: string;
  readonly request?: Partial<ModuleRegistration>;
  /** For a list of TypeORM's options instead: its key, and a text on the line that leads to it. */
  readonly option?: { readonly list: ClassRegistration['list']; readonly at: string };
  /** What the modules that the shape imports from its own host export; made up from the imported names where left out. */
  readonly stubs?: Readonly<Record<string, string>>;
  /** Why the result is not type-checked: the shape itself does not compile. */
  readonly uncompilable?: string;
  /** Why the result in another style is not just the restyled result. */
  readonly styleBound?: string;
}

const registration: ModuleRegistration = {
  rootClass: 'AppModule',
  factory: null,
  moduleClass: 'BackgroundJobsModule',
  importSpecifier: './background-jobs/background-jobs.module',
  expression: 'BackgroundJobsModule.forRoot()',
};

/** A patched shape; most of them start with the same import. */
const classes = {
  entities: { className: 'BackgroundJobRecord', importSpecifier: './background-jobs/domain/background-job-record' },
  migrations: { className: 'AddBackgroundJobs1700000000000', importSpecifier: './migrations/1700000000000-AddBackgroundJobs' },
};

/** What registering ours makes of a text. */
export function patchOf({ path = 'src/app.module.ts', request, option }: Shape, text: string): Patch {
  if (option === undefined) return registerModule({ path, text }, { ...registration, ...request });
  const line = text.split('\n').findIndex((content) => content.includes(option.at)) + 1;
  return registerEntity({ path, text }, { list: option.list, line, ...classes[option.list] });
}

export function patched(name: string, text: string, rest: Partial<Shape> = {}): Shape {
  return { name, text, outcome: 'patched', ...rest };
}

export function unchanged(name: string, text: string, rest: Partial<Shape> = {}): Shape {
  return { name, text, outcome: 'unchanged', ...rest };
}

export function refused(
  name: string,
  outcome: { readonly line: number; readonly message: string },
  text: string,
  rest: Partial<Shape> = {},
): Shape {
  return { name, text, outcome, ...rest };
}

export function before({ text }: Shape): string {
  return text.replace(/«[^»]*»/g, '');
}

export function after({ text }: Shape): string {
  return text.replace(/[«»]/g, '');
}

/** The import our registration adds, behind the line it follows. */
export const added = `«\nimport { BackgroundJobsModule } from './background-jobs/background-jobs.module';»`;
