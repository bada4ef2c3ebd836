import type { ts } from 'ts-morph';

/** What names lead to beyond one file. */
export interface ValueScope {
  /** The file of the host that `specifier` names from `from`; `null` for a package and for what cannot be found. */
  readonly load: (specifier: string, from: string) => ts.SourceFile | null;
  /** Files whose calls bind the parameters of the functions they call. */
  readonly callers: readonly ts.SourceFile[];
  /** Factories of `registerAs(namespace, factory)`, by namespace: what `configService.get(namespace)` returns. */
  readonly configuration: ReadonlyMap<string, ts.Expression>;
}
