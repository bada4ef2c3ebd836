import { isScalar, LineCounter, parseDocument } from 'yaml';

import type { Evidence, Fact } from '../host.ts';
import type { HostFiles } from '../host-files.ts';

/** A YAML file of the host. */
export interface YamlFile {
  /** The text at a path of keys, numbers as they are written; `null` for anything else. */
  readonly text: (...keys: readonly string[]) => Fact<string> | null;
  readonly value: unknown;
}

/** `null` where there is no such file or it holds no YAML. */
export function readYaml(files: HostFiles, path: string): YamlFile | null {
  const text = files.read(path);
  return text === null ? null : parseYaml(path, text);
}

export function parseYaml(path: string, text: string): YamlFile | null {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, logLevel: 'silent' });
  if (document.errors.length > 0) return null;
  return {
    value: document.toJS() as unknown,
    text: (...keys) => {
      const node = document.getIn(keys, true);
      if (!isScalar(node)) return null;
      const value = typeof node.value === 'number' ? (node.source ?? String(node.value)) : node.value;
      if (typeof value !== 'string') return null;
      const line = node.range ? lineCounter.linePos(node.range[0]).line : undefined;
      const evidence: Evidence = { file: path, ...(line !== undefined && { line }), what: `${keys.at(-1) ?? ''} ${value}` };
      return { value, evidence };
    },
  };
}
