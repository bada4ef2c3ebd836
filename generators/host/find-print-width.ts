import type { Formatter, Host } from './host.ts';
import type { HostFiles } from './host-files.ts';

/** The widths that formatters break lines at where they are not told, in columns; ESLint leaves lines alone. */
const defaultWidths: Readonly<Record<Formatter, number>> = { prettier: 80, biome: 80, oxfmt: 100, dprint: 120, eslint: 80 };

/**
 * The width, in columns, that the host breaks lines at: as its formatter's configuration spells it, be that JSON, YAML or code, which is
 * read as text because loading it takes the formatter.
 */
export function findPrintWidth(files: HostFiles, formatter: Host['formatter']): number {
  if (formatter === null) return defaultWidths.prettier;
  const [, width] = /\b(?:printWidth|lineWidth)\b["']?\s*:\s*(\d+)/.exec(files.read(formatter.evidence.file) ?? '') ?? [];
  return width === undefined ? defaultWidths[formatter.value] : Number(width);
}
