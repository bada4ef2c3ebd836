/** Where a round of a measure writes what it saw. */
export interface Record {
  readonly figure: (contender: string, column: string, value: number) => void;
  /** Something a reader of the table has to know; the same words are shown once. */
  readonly note: (text: string) => void;
  /** A contender could not be measured. */
  readonly failure: (contender: string, error: unknown) => void;
}

/** Every figure of a run, in the order of the rounds. */
export class Figures {
  /** Whether all could be measured. */
  isComplete = true;
  private readonly values = new Map<string, number[]>();
  private readonly notes = new Set<string>();

  /** Whether there is anything to tell of a measure. */
  has(measure: string): boolean {
    return [...this.values.keys(), ...this.notes].some((key) => (JSON.parse(key) as readonly string[])[0] === measure);
  }

  of(measure: string, contender: string, column: string): readonly number[] {
    return this.values.get(JSON.stringify([measure, contender, column])) ?? [];
  }

  recordFor(measure: string): Record {
    const note = (text: string): void => void this.notes.add(JSON.stringify([measure, text]));
    return {
      figure: (contender, column, value) => {
        const key = JSON.stringify([measure, contender, column]);
        this.values.set(key, [...(this.values.get(key) ?? []), value]);
      },
      note,
      failure: (contender, error) => {
        this.isComplete = false;
        console.error(`${contender}:`, error);
        note(`${contender} FAILED, see above`);
      },
    };
  }

  /** The measure's table in Markdown, medians and in brackets ranges, and its notes. */
  tableOf(measure: string): string {
    const keys = [...this.values.keys()].map((key) => JSON.parse(key) as [string, string, string]).filter(([name]) => name === measure);
    const contenders = [...new Set(keys.map(([, contender]) => contender))];
    const columns = [...new Set(keys.map(([, , column]) => column))];
    const rows = contenders.map((contender) => [contender, ...columns.map((column) => cell(this.of(measure, contender, column)))]);
    const notes = [...this.notes].map((note) => JSON.parse(note) as [string, string]).filter(([name]) => name === measure);
    return [['', ...columns], ['---', ...columns.map(() => '---:')], ...rows]
      .map((cells) => `| ${cells.join(' | ')} |`)
      .concat(notes.map(([, text]) => `* ${text}`))
      .join('\n');
  }
}

export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

function cell(values: readonly number[]): string {
  const middle = median(values);
  if (middle === undefined) {
    return '–';
  }
  return values.length === 1 ? digits(middle) : `${digits(middle)} [${digits(Math.min(...values))}–${digits(Math.max(...values))}]`;
}

/** Three digits that count. */
function digits(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}
