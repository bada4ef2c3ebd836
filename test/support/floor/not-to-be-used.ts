export interface Ban {
  readonly pattern: RegExp;
  /** What is newer than the floor: TypeScript 4.9, ES2017, Node 18. */
  readonly reason: string;
  readonly instead: string;
  /** A line that it is found in. */
  readonly example: string;
}

/**
 * What emitted source must not use and the check against the library cannot tell: syntax that newer compilers take for older targets, newer types
 * of the compiler's own, and what `@types/node` declares for any Node.
 */
export const notToBeUsed: readonly Ban[] = [
  { pattern: /^\s*(?:await )?using \w+ =/, reason: 'TypeScript 5.2', instead: 'try … finally', example: 'using file = open();' },
  { pattern: /<const \w/, reason: 'TypeScript 5.0: const type parameters', instead: '`as const` where it is called', example: 'function listOf<const T>(items: T): T {' },
  { pattern: /^export type \*/, reason: 'TypeScript 5.0', instead: '`export type { … }`', example: "export type * from './names.js';" },
  { pattern: /\bNoInfer</, reason: 'TypeScript 5.4', instead: 'a second type parameter', example: 'function of<T>(one: T, other: NoInfer<T>): T {' },
  { pattern: /\b(?:Uint8Array|Buffer)<\w/, reason: 'TypeScript 5.7, and @types/node 22', instead: 'the name without a type argument', example: 'let bytes: Uint8Array<ArrayBuffer>;' },
  { pattern: /\bwith \{ type:|\bassert \{ type:/, reason: 'TypeScript 5.3: import attributes', instead: 'reading the file', example: "import data from './data.json' with { type: 'json' };" },
  { pattern: /^import (?:defer|type \w+, \{)/, reason: 'TypeScript 5.9, or none', instead: 'an import of its own', example: "import defer * as names from './names.js';" },
  { pattern: /^import \w+ = require\(|^export = /, reason: 'no module of ES', instead: '`import` and `export`', example: "import fs = require('node:fs');" },
  { pattern: /\bimport\.meta\b/, reason: 'no host that is CommonJS', instead: 'a path relative to the working folder', example: 'const { url } = import.meta;' },
  { pattern: /\bSymbol\.(?:asyncD|d)ispose\b/, reason: 'ES2026; types of Node declare it where nothing has it', instead: 'a method that is called', example: 'this[Symbol.dispose]();' },
  { pattern: /\bURL\.canParse\(/, reason: 'Node 19.9', instead: '`new URL` in a try', example: "if (URL.canParse('a:b')) {" },
  { pattern: /\/[^/'"`]*\(\?<[=!]/, reason: 'ES2018: lookbehind, which no compiler writes another way', instead: 'a group that is left out of the result', example: 'const price = /(?<=€)\\d+/;' },
  { pattern: /\/[^/'"`]*\\p\{/, reason: 'ES2018: Unicode properties', instead: 'a range of characters', example: 'const word = /\\p{L}+/u;' },
  { pattern: /\bAbortSignal\.(?:any|timeout)\(/, reason: 'Node 20.3; types of older Node 18 lack it', instead: 'an AbortController', example: 'const signal = AbortSignal.any([one, other]);' },
  { pattern: /\b(?:process\.(?:getBuiltinModule|loadEnvFile)|util\.parseEnv|styleText)\(/, reason: 'Node 20 and newer', instead: 'nothing of it', example: "process.loadEnvFile('.env');" },
  { pattern: /from 'node:(?:sqlite|sea|test(?:\/reporters)?)'/, reason: 'Node 20 and newer, or no test runner of ours', instead: 'the driver of the host', example: "import { DatabaseSync } from 'node:sqlite';" },
  { pattern: /\bstructuredClone\(/, reason: 'Jest before 28 has no such global', instead: 'a copy of the fields that are needed', example: 'const copy = structuredClone(args);' },
];

/** The ban that a line of code breaks; comments break none. */
export function banOf(line: string): Ban | undefined {
  return /^\s*(?:\/\/|\/?\*)/.test(line) ? undefined : notToBeUsed.find(({ pattern }) => pattern.test(line));
}
