import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { reasonOf, type Draft, type Formatted, type FormatterRun, type ProblemList } from './host-formatter.ts';
import { importModule } from './import-module.ts';

/** What we use of ESLint, from release 8 on. */
interface Eslint {
  calculateConfigForFile(path: string): Promise<EslintConfig | undefined>;
  lintText(text: string, options: { readonly filePath: string }): Promise<readonly { readonly output?: string }[]>;
}

interface EslintConfig {
  readonly rules?: Readonly<Record<string, unknown>>;
  /** By name in flat configuration; names alone in the older one. */
  readonly plugins?: Readonly<Record<string, { readonly rules?: Readonly<Record<string, Rule>> }>> | readonly string[];
}

interface Rule {
  readonly meta?: { readonly type?: string };
}

type EslintClass = (new (options: object) => Eslint) & { readonly configType?: string };

interface EslintModule {
  readonly ESLint: EslintClass;
  readonly loadESLint?: (options: object) => Promise<EslintClass>;
}

interface EslintInternals {
  readonly builtinRules: ReadonlyMap<string, Rule>;
}

/** Rules about the order of imports and exports: not of the type `layout`, and yet what a formatter does elsewhere. */
const orderRule = /^(?:perfectionist\/sort-(?:named-)?(?:imports|exports)|import(?:-x)?\/order|simple-import-sort\/\w+)$/;

/** Layout is told without types, and a file that is not there yet belongs to no program. */
const withoutProgram = { projectService: false, project: null };

/**
 * `eslint --fix` by the host's own ESLint and configuration, with the rules about layout and the order of imports alone: what others change is
 * more than form. `null` where it is not installed.
 */
export async function hostEslint({ root }: Host, problems: ProblemList): Promise<FormatterRun | null> {
  const require = createRequire(join(root, 'package.json'));
  let loaded: { readonly eslint: EslintClass; readonly builtinRules: EslintInternals['builtinRules'] };
  try {
    const module = await importModule<EslintModule>(require.resolve('eslint'));
    const { builtinRules } = await importModule<EslintInternals>(require.resolve('eslint/use-at-your-own-risk'));
    loaded = { eslint: module.loadESLint ? await module.loadESLint({ cwd: root }) : module.ESLint, builtinRules };
  } catch {
    return null;
  }
  const { eslint: ESLint, builtinRules } = loaded;
  const isFlat = ESLint.configType === 'flat';
  const reader = new ESLint({ cwd: root });

  const otherRules = async (drafts: readonly Draft[]): Promise<readonly string[]> => {
    const others = new Set<string>();
    for (const { path } of drafts) {
      const { rules = {}, plugins = {} } = (await reader.calculateConfigForFile(join(root, path))) ?? {};
      for (const name of Object.keys(rules)) {
        if (!orderRule.test(name) && !isLayout(name, plugins, builtinRules)) others.add(name);
      }
    }
    return [...others];
  };
  const fixerFor = async (drafts: readonly Draft[]): Promise<Eslint> => {
    const rules = Object.fromEntries((await otherRules(drafts)).map((name) => [name, 'off']));
    const overrideConfig = isFlat
      ? [{ rules }, { files: ['**/*.ts', '**/*.mts', '**/*.cts'], languageOptions: { parserOptions: withoutProgram } }]
      : { rules, parserOptions: withoutProgram };
    return new ESLint({ cwd: root, fix: true, overrideConfig });
  };
  const fix = async (fixer: Eslint, { path, text }: Draft): Promise<Formatted> => {
    try {
      const [result] = await fixer.lintText(text, { filePath: join(root, path) });
      return { kind: 'formatted', text: result?.output ?? text, lineEnd: null };
    } catch (error) {
      return { kind: 'failed', reason: reasonOf(error) };
    }
  };

  return {
    format: async (drafts) => {
      let fixer: Eslint;
      try {
        fixer = await fixerFor(drafts);
      } catch (error) {
        problems.tell({ kind: 'configuration', reason: reasonOf(error) });
        return drafts.map(({ text }): Formatted => ({ kind: 'formatted', text, lineEnd: null }));
      }
      const formatted: Formatted[] = [];
      for (const draft of drafts) {
        formatted.push(await fix(fixer, draft));
      }
      return formatted;
    },
  };
}

function isLayout(name: string, plugins: NonNullable<EslintConfig['plugins']>, builtinRules: EslintInternals['builtinRules']): boolean {
  const slash = name.lastIndexOf('/');
  const [plugin, rule] = [name.slice(0, Math.max(slash, 0)), name.slice(slash + 1)];
  if (plugin === '') {
    return builtinRules.get(rule)?.meta?.type === 'layout';
  }
  if (isByName(plugins)) {
    return plugins[plugin]?.rules?.[rule]?.meta?.type === 'layout';
  }
  // The older configuration has no rules at hand; plugins for layout are namesakes of ESLint's own former rules.
  return plugin.startsWith('@stylistic') || builtinRules.get(rule)?.meta?.type === 'layout';
}

function isByName(plugins: NonNullable<EslintConfig['plugins']>): plugins is Exclude<typeof plugins, readonly string[]> {
  return !Array.isArray(plugins);
}
