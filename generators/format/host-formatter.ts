/** A file on its way to the disk. */
export interface Draft {
  /** Posix path relative to the host's root. */
  readonly path: string;
  readonly text: string;
  /** The text stands in `templateStyle` already. */
  readonly isTemplateStyle?: boolean;
}

/** Formats files as the host would. */
export interface HostFormatter {
  /** The texts in the order of the drafts; a text that cannot be formatted is given back as it came, in the host's line ends. */
  format(drafts: readonly Draft[]): Promise<readonly string[]>;
  /** Whether a file that was formatted before still is, where only these lines are new: then nobody has to look. */
  keepsFormatted(path: string, addedLines: readonly string[]): Promise<boolean>;
  /** What went wrong on the way, each cause once. */
  readonly problems: readonly FormatterProblem[];
}

/** What the host's formatter could not do, and why. */
export type FormatterProblem =
  /** It is not installed: the files are formatted by its settings as far as Prettier has them. */
  | { readonly kind: 'not-installed' }
  /** Its configuration could not be read: the style of the host's root file was taken instead. */
  | { readonly kind: 'configuration'; readonly reason: string }
  /** Its plugins do not work, for want of an installation as a rule: the files are formatted without them. */
  | { readonly kind: 'plugins'; readonly reason: string }
  /** It could not format these files, which are left as rendered. Posix paths relative to the host's root. */
  | { readonly kind: 'files'; readonly reason: string; readonly paths: readonly string[] };

/** One text by the host's formatter. */
export type Formatted = FormattedText | { readonly kind: 'failed'; readonly reason: string };

export interface FormattedText {
  readonly kind: 'formatted';
  readonly text: string;
  /** The one that its configuration asks for; `null` where that asks for none, or for those that are there. */
  readonly lineEnd: LineEnd | null;
  /** The one that it leaves where nothing asks for any. */
  readonly defaultLineEnd?: LineEnd;
}

export type LineEnd = '\n' | '\r\n';

/** The formatter of a host at work. */
export interface FormatterRun {
  /** In the order of the drafts; `left` for those it is told to ignore. */
  format(drafts: readonly Draft[]): Promise<readonly (Formatted | { readonly kind: 'left' })[]>;
  readonly keepsFormatted?: HostFormatter['keepsFormatted'];
}

/** Keeps each cause once, the files that share one together. */
export class ProblemList {
  readonly problems: FormatterProblem[] = [];

  has(kind: FormatterProblem['kind']): boolean {
    return this.problems.some((problem) => problem.kind === kind);
  }

  tell(problem: Exclude<FormatterProblem, { readonly kind: 'files' }>): void {
    if (!this.has(problem.kind)) {
      this.problems.push(problem);
    }
  }

  tellFile(path: string, reason: string): void {
    const same = this.problems.findIndex((problem) => problem.kind === 'files' && problem.reason === reason);
    const earlier = this.problems[same];
    if (earlier?.kind === 'files') {
      this.problems[same] = { ...earlier, paths: [...new Set([...earlier.paths, path])] };
    } else {
      this.problems.push({ kind: 'files', reason, paths: [path] });
    }
  }
}

/** The first line of an error's message, without the place on this machine that Node adds to it. */
export function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/ imported from .*/, '');
}
