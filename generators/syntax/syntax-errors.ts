import type { ts } from 'ts-morph';

export interface SyntaxError {
  readonly message: string;
  /** 1-based. */
  readonly line: number;
}

/** The parser keeps its diagnostics on the tree but leaves them out of the public type. */
type ParsedFile = ts.SourceFile & { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] };

/** What the parser found wrong, in the order of the text. */
export function syntaxErrors(file: ts.SourceFile): readonly SyntaxError[] {
  return (file as ParsedFile).parseDiagnostics.map(({ messageText, start }) => ({
    message: typeof messageText === 'string' ? messageText : messageText.messageText,
    line: file.getLineAndCharacterOfPosition(start).line + 1,
  }));
}
