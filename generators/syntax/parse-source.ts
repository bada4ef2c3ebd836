import { ts } from 'ts-morph';

interface Parsed {
  readonly text: string;
  readonly file: ts.SourceFile;
}

/** The last parse of each path: inspecting the host and patching it look at the same few files. */
const cache = new Map<string, Parsed>();

/**
 * The syntax tree of one file: positions are offsets into `text` (a BOM counts), parents are set.
 * No program, no type checker and no lib files stand behind it. A text that does not parse gives a tree
 * all the same; ask {@link syntaxErrors}.
 */
export function parseSource(path: string, text: string): ts.SourceFile {
  const known = cache.get(path);
  if (known?.text === text) return known.file;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  cache.set(path, { text, file });
  return file;
}
