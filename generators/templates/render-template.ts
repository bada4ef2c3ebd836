import ejs from 'ejs';
import type { SpecifierExtension, TestRunner } from '../host/host.ts';
import type { TemplateContext } from './template-context.ts';

/** How the host writes what templates write one way: relative imports end in `.js`, tests import from `vitest` and are called `*.spec.ts`. */
export interface HostDialect {
  readonly specifierExtension: SpecifierExtension;
  readonly testRunner: TestRunner | null;
  readonly testEnding: string;
  /** Whether a test has to ask for timers that go by themselves. */
  readonly fakesTimers: boolean;
  /** Tests name the types of Jest's globals. */
  readonly referencesJest: boolean;
}

export interface RenderedTemplate {
  readonly text: string;
  /** `false` where the text is the template's own, so that its formatting still stands. */
  readonly isReflowed: boolean;
}

const relativeSpecifier = /(\b(?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"\n]+)\.js\2/g;
const vitestImport = /^import \{[^}]*\} from 'vitest';\n+/m;
/** The imports of a test, of which that from `vitest` is the first. */
const testImports = /^import \{[^}]*\} from 'vitest';\n(?:import\b[^;]*;\n)*/m;
const realTimers = `
// Faked for all tests by the configuration; these wait for what takes time.
jest.useRealTimers();
`;
/** Lines that no formatter breaks: comments, imports of one name, returned strings. */
const unbreakable = /^\s*(\/\*\*|\*|\/\/|import \{ \w+ \} from|return '[^']*';$)/;
/** Columns that templates are broken at. */
const templateWidth = 80;
const multiLineImport = /^(?:import|export)\b[^;'"]*\n[^;'"]*from ['"]\./m;

/** Substitutes the values and says it in the host's dialect. */
export function renderTemplate(path: string, template: string, context: TemplateContext, dialect: HostDialect): RenderedTemplate {
  const hasValues = template.includes('<%');
  const substituted = hasValues ? ejs.render(template, strict(context), { filename: path, escape: String }) : template;
  // The README's examples import as the host does, too.
  const specified = substituted.replace(relativeSpecifier, `$1$2$3${dialect.specifierExtension}$2`);
  if (!path.endsWith('.ts')) {
    return { text: specified, isReflowed: false };
  }
  const timed = dialect.fakesTimers ? specified.replace(testImports, `$&${realTimers}`) : specified;
  const jestHead = dialect.referencesJest ? '/// <reference types="jest" />\n' : '';
  const text = dialect.testRunner === 'jest' ? timed.replace(vitestImport, jestHead) : timed;
  // A shorter specifier can make an import fit on one line that did not before.
  const isShorter = dialect.specifierExtension === '' && multiLineImport.test(text);
  return { text, isReflowed: isShorter || (hasValues && hasLongLine(text, template)) };
}

/** Templates put a value on a line that a formatter only touches where the value makes it too long. */
function hasLongLine(text: string, template: string): boolean {
  const known = new Set(template.split('\n'));
  return text.split('\n').some((line) => line.length > templateWidth && !known.has(line) && !unbreakable.test(line));
}

/** EJS prints nothing for a value that does not exist; here it is an error. */
function strict<Values extends object>(values: Values): Values {
  // A copy, because a proxy may not change what a frozen object gives.
  return new Proxy({ ...values }, {
    get(target, key): unknown {
      const value: unknown = Reflect.get(target, key);
      if (value === undefined && typeof key === 'string') {
        throw new Error(`A template asks for ${key}, which the template context does not have.`);
      }
      return typeof value === 'object' && value !== null ? strict(value) : value;
    },
  });
}
