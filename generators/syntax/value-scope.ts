import type { ts } from 'ts-morph';

/** What names lead to beyond one file. */
export interface ValueScope {
  /** The file of the host that `specifier` names from `from`; `null` for a package and for what cannot be found. */
  readonly load: (specifier: string, from: string) => ts.SourceFile | null;
  /** Files whose calls bind the parameters of the functions they call. */
  readonly callers: readonly ts.SourceFile[];
  /** What `configService.get(namespace)` returns, by namespace: objects, as a rule. */
  readonly configuration: ReadonlyMap<string, readonly ts.Node[]>;
}
