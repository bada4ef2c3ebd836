import type { Issue } from '../errors/issue.ts';
import type { Host } from '../host/host.ts';
import type { Origin } from './add-options.ts';
import type { Flags } from './flags.ts';
import type { OptionName } from './option-table.ts';
import type { Prompter } from './prompter.ts';

/** Where answers come from, the first that has one deciding. */
export interface OptionSources {
  readonly flags: Flags;
  /** Answers of an earlier run; empty where there was none. */
  readonly recorded: Flags;
  /** Folder of the module of an earlier run. */
  readonly recordedPath: string | null;
  /** With one root module by now: see `choose-root-module.ts`. */
  readonly host: Host;
  /** `null` where there is nobody to ask: what nothing answers is an issue then, which names the flag. */
  readonly prompter: Prompter | null;
}

/** What has been decided so far. */
export interface Collected {
  readonly origins: Partial<Record<OptionName, Origin>>;
  readonly issues: Issue[];
}

/** The value a flag or an earlier run gives, and a note of which. */
export function take<Name extends OptionName>({ flags, recorded }: OptionSources, name: Name, origins: Collected['origins']): Flags[Name] {
  const value = flags[name] ?? recorded[name];
  if (value !== undefined) {
    origins[name] = { from: flags[name] === undefined ? 'manifest' : 'flag' };
  }
  return value;
}
