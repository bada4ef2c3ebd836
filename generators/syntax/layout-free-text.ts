import { ts } from 'ts-morph';
import { sourceTokens, type SourceToken } from './source-tokens.ts';

const { SyntaxKind } = ts;

/**
 * What a source says, without how it is laid out: its words and its comments, imports and exports from other files as a sorted set. Trailing
 * commas, quotes, semicolons and brackets around what stands alone are left out, so that all that formatters make of one text gives the same.
 */
export function layoutFreeText(text: string): string {
  const { tokens, comments } = sourceTokens(text);
  const { names, others } = parted(tokens);
  const words = wordsOf(withoutBrackets(withoutTrailingCommas(others)));
  const folded = comments.map((comment) => comment.replaceAll(/\s*\n\s*\*?/g, ' ').replaceAll(/\s+/g, ' '));
  return [...[...new Set(names)].sort(), '', ...words, '', ...folded].join('\n');
}

/** Imports and exports from other files as one name each, and all other words. */
function parted(tokens: readonly SourceToken[]): { readonly names: readonly string[]; readonly others: readonly SourceToken[] } {
  const names: string[] = [];
  const others: SourceToken[] = [];
  let depth = 0;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token) break;
    const statement = depth === 0 && isOutward(token) ? namesFrom(tokens, index) : null;
    if (statement) {
      names.push(...statement.names);
      index = statement.end;
      continue;
    }
    if (token.kind === SyntaxKind.OpenBraceToken) depth += 1;
    if (token.kind === SyntaxKind.CloseBraceToken) depth -= 1;
    others.push(token);
  }
  return { names, others };
}

function isOutward({ kind }: SourceToken): boolean {
  return kind === SyntaxKind.ImportKeyword || kind === SyntaxKind.ExportKeyword;
}

/** The names of `import … from '…'` and `export … from '…'`, and where it ends; `null` where it is something else, or an import for its effects. */
function namesFrom(tokens: readonly SourceToken[], start: number): { readonly names: readonly string[]; readonly end: number } | null {
  const clause: string[] = [];
  let index = start + 1;
  for (; tokens[index]?.text !== 'from'; index++) {
    const token = tokens[index];
    const isPart = token && (token.kind === SyntaxKind.Identifier || token.kind >= SyntaxKind.FirstKeyword || /^[{},*]$/.test(token.text));
    if (!isPart) return null;
    clause.push(token.text);
  }
  const specifier = tokens[index + 1];
  if (specifier?.kind !== SyntaxKind.StringLiteral) return null;
  const isType = clause[0] === 'type' && clause[1] !== ',' && clause.length > 1;
  const verb = tokens[start]?.text ?? '';
  const parts = clause.slice(isType ? 1 : 0).join(' ').split(/ ?[{},] ?/).filter((part) => part !== '');
  const names = parts.map((part) => `${verb} ${isType ? 'type ' : ''}${part} from ${specifier.text}`);
  return { names, end: index + 1 };
}

/** In front of these and behind those an expression stands alone, so that brackets around it say nothing. */
const before: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.ReturnKeyword,
  SyntaxKind.ThrowKeyword,
  SyntaxKind.EqualsGreaterThanToken,
  SyntaxKind.EqualsToken,
  SyntaxKind.QuestionToken,
  SyntaxKind.ColonToken,
  SyntaxKind.OpenParenToken,
  SyntaxKind.OpenBracketToken,
  SyntaxKind.CommaToken,
]);
const behind: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.SemicolonToken,
  SyntaxKind.CloseParenToken,
  SyntaxKind.CloseBracketToken,
  SyntaxKind.CloseBraceToken,
  SyntaxKind.CommaToken,
]);

function withoutTrailingCommas(tokens: readonly SourceToken[]): readonly SourceToken[] {
  return tokens.filter(({ kind }, index) => {
    const next = tokens[index + 1]?.kind ?? SyntaxKind.EndOfFileToken;
    return kind !== SyntaxKind.CommaToken || !(isClosing(next) || next === SyntaxKind.GreaterThanToken);
  });
}

function withoutBrackets(tokens: readonly SourceToken[]): readonly SourceToken[] {
  const open: number[] = [];
  const left = new Set<number>();
  tokens.forEach(({ kind }, index) => {
    if (kind === SyntaxKind.OpenParenToken) open.push(index);
    if (kind !== SyntaxKind.CloseParenToken) return;
    const start = open.pop();
    if (start === undefined) return;
    const previous = tokens[start - 1];
    const next = tokens[index + 1];
    const isParameter = index === start + 2 && next?.kind === SyntaxKind.EqualsGreaterThanToken;
    const standsAlone = previous && before.has(previous.kind) && endsExpression(previous, next);
    if (isParameter || standsAlone) left.add(start).add(index);
  });
  return tokens.filter((_, index) => !left.has(index));
}

function endsExpression(previous: SourceToken, next: SourceToken | undefined): boolean {
  if (next === undefined || behind.has(next.kind)) return true;
  // Elsewhere a colon is that of a function's type, whose parameters these are.
  if (next.kind === SyntaxKind.ColonToken) return previous.kind === SyntaxKind.QuestionToken;
  return next.startsLine && beginsStatement(next);
}

function beginsStatement({ kind }: SourceToken): boolean {
  return kind === SyntaxKind.Identifier || kind >= SyntaxKind.FirstKeyword || kind === SyntaxKind.AtToken;
}

/** The words that count: a separator counts where it parts what no other word does. */
function wordsOf(tokens: readonly SourceToken[]): readonly string[] {
  const words: string[] = [];
  const open: ts.SyntaxKind[] = [];
  let last: SourceToken | undefined;
  tokens.forEach((token, index) => {
    const { kind, text } = token;
    const next = tokens[index + 1];
    if (isOpening(kind)) open.push(kind);
    if (isClosing(kind)) open.pop();
    // Between brackets a semicolon parts the head of a loop; between braces a comma may stand for one, or for none.
    const isLeft =
      (kind === SyntaxKind.CommaToken && open.at(-1) === SyntaxKind.OpenBraceToken) ||
      (kind === SyntaxKind.SemicolonToken && open.at(-1) !== SyntaxKind.OpenParenToken) ||
      ((kind === SyntaxKind.BarToken || kind === SyntaxKind.AmpersandToken) && (last === undefined || beginsType.has(last.kind)));
    if (!isLeft) words.push(isQuotedKey(token, last, next) ? text.slice(1, -1) : text);
    last = token;
  });
  return words;
}

/** Behind these no operator stands: a bar is that of the first of several types. */
const beginsType: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.EqualsToken,
  SyntaxKind.ColonToken,
  SyntaxKind.OpenParenToken,
  SyntaxKind.LessThanToken,
  SyntaxKind.CommaToken,
  SyntaxKind.EqualsGreaterThanToken,
  SyntaxKind.QuestionToken,
  SyntaxKind.ExtendsKeyword,
  SyntaxKind.AsKeyword,
  SyntaxKind.SatisfiesKeyword,
  SyntaxKind.OpenBracketToken,
  SyntaxKind.IsKeyword,
]);

/** The name of a property that need not be quoted. */
function isQuotedKey({ kind, text, startsLine }: SourceToken, last: SourceToken | undefined, next: SourceToken | undefined): boolean {
  const isName = kind === SyntaxKind.StringLiteral && /^"[\w$]+"$/.test(text);
  const isFollowed = next?.kind === SyntaxKind.ColonToken || next?.kind === SyntaxKind.QuestionToken;
  const isFirst = startsLine || last?.kind === SyntaxKind.OpenBraceToken || last?.kind === SyntaxKind.CommaToken || last?.kind === SyntaxKind.SemicolonToken || last?.kind === SyntaxKind.ReadonlyKeyword;
  return isName && isFollowed && isFirst;
}

function isOpening(kind: ts.SyntaxKind): boolean {
  return kind === SyntaxKind.OpenParenToken || kind === SyntaxKind.OpenBraceToken || kind === SyntaxKind.OpenBracketToken;
}

function isClosing(kind: ts.SyntaxKind): boolean {
  return kind === SyntaxKind.CloseParenToken || kind === SyntaxKind.CloseBraceToken || kind === SyntaxKind.CloseBracketToken;
}
