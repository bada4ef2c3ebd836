import { ts } from 'ts-morph';

/** A word of a source. */
export interface SourceToken {
  readonly kind: ts.SyntaxKind;
  /** As written; of a string its value as JSON and of a number its value, however they are spelt. */
  readonly text: string;
  /** It is the first on its line. */
  readonly startsLine: boolean;
}

export interface SourceTokens {
  readonly tokens: readonly SourceToken[];
  /** As written. */
  readonly comments: readonly string[];
}

/** Behind these a slash divides; behind anything else it begins a regular expression. */
const operands: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.Identifier,
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.BigIntLiteral,
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateTail,
  ts.SyntaxKind.CloseParenToken,
  ts.SyntaxKind.CloseBracketToken,
  ts.SyntaxKind.CloseBraceToken,
  ts.SyntaxKind.ThisKeyword,
  ts.SyntaxKind.SuperKeyword,
  ts.SyntaxKind.PrivateIdentifier,
]);

/** The words of a source, ten times as quick as its tree. */
export function sourceTokens(text: string): SourceTokens {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text);
  const tokens: SourceToken[] = [];
  const comments: string[] = [];
  // For every open brace whether a template goes on behind it.
  const braces: boolean[] = [];
  let startsLine = true;
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia) {
      comments.push(scanner.getTokenText());
    }
    startsLine ||= kind === ts.SyntaxKind.NewLineTrivia;
    if (kind >= ts.SyntaxKind.FirstTriviaToken && kind <= ts.SyntaxKind.LastTriviaToken) {
      continue;
    }
    const isSlash = kind === ts.SyntaxKind.SlashToken || kind === ts.SyntaxKind.SlashEqualsToken;
    const last = tokens.at(-1);
    if (isSlash && (last === undefined || !operands.has(last.kind))) {
      kind = scanner.reScanSlashToken();
    } else if (kind === ts.SyntaxKind.OpenBraceToken) {
      braces.push(false);
    } else if (kind === ts.SyntaxKind.CloseBraceToken && braces.pop() === true) {
      kind = scanner.reScanTemplateToken(false);
      if (kind === ts.SyntaxKind.TemplateMiddle) braces.push(true);
    } else if (kind === ts.SyntaxKind.TemplateHead) {
      braces.push(true);
    }
    tokens.push({
      kind,
      text: textOf(kind, scanner),
      startsLine,
    });
    startsLine = false;
  }
  return { tokens, comments };
}

function textOf(kind: ts.SyntaxKind, scanner: ts.Scanner): string {
  switch (kind) {
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      return JSON.stringify(scanner.getTokenValue());
    case ts.SyntaxKind.NumericLiteral:
      return scanner.getTokenValue();
    default:
      return scanner.getTokenText();
  }
}
