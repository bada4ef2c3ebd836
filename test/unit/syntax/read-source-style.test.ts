import { expect, test } from 'vitest';
import { parseSource } from '../../../generators/syntax/parse-source.ts';
import { readSourceStyle } from '../../../generators/syntax/read-source-style.ts';
import type { SourceStyle } from '../../../generators/syntax/source-style.ts';

const prettiers: SourceStyle = { eol: '\n', indent: '  ', quote: "'", semicolon: ';', bracePadding: ' ', trailingComma: ',' };

test.each<[string, string, Partial<SourceStyle>]>([
  ['an empty file', '', {}],
  ['most line ends', 'a;\r\nb;\r\nc;\n', { eol: '\r\n' }],
  ['most quotes, imports or not', `import a from "a";\nuse("b", 'c');\n`, { quote: '"' }],
  ['no semicolons', 'import a from "a"\nuse(a)\nconst b = 1;\n', { quote: '"', semicolon: '' }],
  ['tabs', 'class A {\n\tb = [\n\t\tc,\n\t];\n}\n', { indent: '\t' }],
  ['four spaces', 'class A {\n    b = [\n        c,\n    ];\n}\n', { indent: '    ' }],
  ['four spaces in spite of a comment', '/**\n * text\n */\nclass A {\n    b() {}\n}\n', { indent: '    ' }],
  ['braces without padding', "import {a} from 'a';\n", { bracePadding: '' }],
  ['no trailing commas', 'const a = [\n  b\n];\n', { trailingComma: '' }],
])('%s', (_name, text, style) => {
  expect(readSourceStyle(parseSource('a.ts', text))).toEqual({ ...prettiers, ...style });
});
