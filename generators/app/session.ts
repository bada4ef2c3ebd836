import type { Prompter } from '../options/prompter.ts';

/** The world a command runs in. */
export interface Session {
  /** `null` where there is no terminal to ask on. */
  readonly prompter: Prompter | null;
  /** Shows a text to the person; silent with `--json`. */
  readonly show: (text: string) => void;
}
