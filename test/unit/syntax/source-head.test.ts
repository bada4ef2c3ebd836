import { expect, test } from 'vitest';
import { parseSource } from '../../../generators/syntax/parse-source.ts';
import { findSourceHead } from '../../../generators/syntax/source-head.ts';

test.each([
  ['nothing on top', '|code();\n'],
  ['a BOM', '\uFEFF|code();\n'],
  ['a shebang', '#!/usr/bin/env node|\ncode();\n'],
  ['a directive', "'use strict';|\ncode();\n"],
  ['directives and a comment on their line', "'use strict'; 'use client'; // both|\ncode();\n"],
  ['the comment of the first statement', '|/** What it does. */\ncode();\n'],
  ['a header, parted by a blank line', '/* Copyright */|\n\n/** What it does. */\ncode();\n'],
  ['a header in several comments', '// The shop\n// It sells|\n\ncode();\n'],
  ['a pragma right above the code', '// @ts-nocheck|\ncode();\n'],
  ['a reference', '/// <reference types="node" />|\n/** What it does. */\ncode();\n'],
  ['a shebang and a header', '#!/usr/bin/env node\n/* eslint-disable */|\ncode();\n'],
])('%s', (_name, marked) => {
  const text = marked.replace('|', '');
  expect(findSourceHead(parseSource('a.ts', text)).at).toBe(marked.indexOf('|'));
});
