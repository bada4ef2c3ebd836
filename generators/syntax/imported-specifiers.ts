import { ts } from 'ts-morph';

/** What a source imports by name, in any way TypeScript follows: `import`, `export … from`, `import()`, `import … = require()`. */
export function importedSpecifiers(text: string): readonly string[] {
  return ts.preProcessFile(text, true, false).importedFiles.map(({ fileName }) => fileName);
}
