/** One command of a script as words, quotes removed, without what only prepares it (`cross-env A=b`, `npx`). */
export type Command = readonly string[];

type Scripts = Readonly<Record<string, string>>;

/** Deeper than scripts call one another. */
const maximalDepth = 8;

const scriptRunner = /^(?:npm|pnpm|yarn|bun)$/;
const severalRunner = /^(?:run-s|run-p|npm-run-all2?|concurrently)$/;

/** What a script of package.json runs, in order: scripts that it calls in place of the call, and what goes before and after them by their names. */
export function scriptCommands(scripts: Scripts, name: string, depth = 0): readonly Command[] {
  const script = scripts[name];
  if (script === undefined || depth > maximalDepth) return [];
  const around = (prefix: 'pre' | 'post'): readonly Command[] => scriptCommands(scripts, `${prefix}${name}`, depth + 1);
  return [...around('pre'), ...simpleCommands(script).flatMap((words) => expanded(scripts, bare(words), depth)), ...around('post')];
}

function expanded(scripts: Scripts, words: Command, depth: number): readonly Command[] {
  const called = calledScripts(scripts, words);
  if (called.names.length === 0) return words.length === 0 ? [] : [words];
  const commands = called.names.flatMap((name) => scriptCommands(scripts, name, depth + 1));
  const last = commands.at(-1);
  return last === undefined ? [] : [...commands.slice(0, -1), [...last, ...called.args]];
}

interface Call {
  readonly names: readonly string[];
  /** Handed on to the last of them. */
  readonly args: readonly string[];
}

function calledScripts(scripts: Scripts, words: Command): Call {
  const [program = '', ...rest] = words;
  const plain = rest.filter((word) => !word.startsWith('-'));
  if (severalRunner.test(program)) {
    const patterns = plain.map((word) => word.replace(/^npm:/, ''));
    return { names: patterns.flatMap((pattern) => matching(scripts, pattern)), args: [] };
  }
  if (program === 'node' && rest[0] === '--run') return { names: [rest[1] ?? ''], args: rest.slice(2).filter((word) => word !== '--') };
  if (!scriptRunner.test(program)) return { names: [], args: [] };
  const name = plain[0] === 'run' || plain[0] === 'run-script' ? plain[1] : plain[0];
  const isScript = name !== undefined && scripts[name] !== undefined;
  return isScript ? { names: [name], args: rest.slice(rest.indexOf(name) + 1).filter((word) => word !== '--') } : { names: [], args: [] };
}

/** `build:*` stands for all scripts whose names begin so. */
function matching(scripts: Scripts, pattern: string): readonly string[] {
  return pattern.endsWith('*') ? Object.keys(scripts).filter((name) => name.startsWith(pattern.slice(0, -1))) : [pattern];
}

/** Commands of a line for the shell, each as its words. */
function simpleCommands(line: string): readonly Command[] {
  const tokens = line.match(/&&|\|\||[;|&]|(?:"[^"]*"|'[^']*'|\\.|[^\s;|&"'\\])+/g) ?? [];
  return tokens.reduce<readonly Command[]>(
    (commands, token) =>
      /^(?:&&|\|\||[;|&])$/.test(token) ? [...commands, []] : [...commands.slice(0, -1), [...(commands.at(-1) ?? []), token.replace(/["']/g, '')]],
    [[]],
  );
}

/** Without assignments of variables, without what finds a program that is installed, and without the folder the program is in. */
function bare(words: Command): Command {
  const [first, ...rest] = words;
  if (first === undefined) return [];
  if (/^\w+=/.test(first) || /^(?:cross-env|cross-env-shell|env|npx|bunx)$/.test(first)) return bare(withoutFlags(rest));
  if (/^dotenvx?$/.test(first)) return rest.includes('--') ? bare(rest.slice(rest.indexOf('--') + 1)) : words;
  if (/^(?:npm|pnpm|yarn)$/.test(first) && rest[0] === 'exec') return bare(withoutFlags(rest.slice(1)));
  const installed = /^(?:\.\/)?node_modules\/(?:\.bin\/|@?[\w.-]+\/(?:.*\/)?)([\w.-]+?)(?:\.[cm]?js)?$/;
  const program = first === 'node' ? rest.find((word) => !word.startsWith('-')) : first;
  const name = program === undefined ? undefined : installed.exec(program)?.[1];
  return name === undefined || program === undefined ? words : [name, ...words.slice(words.indexOf(program) + 1)];
}

function withoutFlags(words: Command): Command {
  const start = words.findIndex((word) => !word.startsWith('-'));
  return start === -1 ? [] : words.slice(start);
}
