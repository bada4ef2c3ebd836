import { findNodeAtLocation, getNodeValue, parseTree, type Node, type ParseError } from 'jsonc-parser';

import type { Evidence } from './host.ts';
import type { HostFiles } from './host-files.ts';

/** A JSON file of the host, comments and trailing commas allowed. */
export interface JsonFile {
  readonly path: string;
  readonly text: string;
  /** The value at a path of keys; `undefined` where there is none. */
  readonly get: (...keys: readonly string[]) => unknown;
  /** Where the value at `keys` stands; the file alone where there is none. */
  readonly evidence: (keys: readonly string[], what: string) => Evidence;
}

/** `null` when there is no such file or it holds no JSON at all. */
export function readJson(files: HostFiles, path: string): JsonFile | null {
  const text = files.read(path);
  if (text === null) return null;
  const errors: ParseError[] = [];
  const root = parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true });
  if (root?.type !== 'object') return null;
  const nodeAt = (keys: readonly string[]): Node | undefined => findNodeAtLocation(root, [...keys]);
  return {
    path,
    text,
    get: (...keys) => {
      const node = nodeAt(keys);
      return node && (getNodeValue(node) as unknown);
    },
    evidence: (keys, what) => {
      const node = nodeAt(keys);
      return node ? { file: path, line: lineAt(text, node.offset), what } : { file: path, what };
    },
  };
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
