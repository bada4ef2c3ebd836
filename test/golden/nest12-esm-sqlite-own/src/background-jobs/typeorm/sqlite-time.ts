/**
 * UTC as `YYYY-MM-DD HH:MM:SS.SSS`. SQLite compares times as text, so every writer keeps to this one form; more digits, as .NET writes them, are read
 * all the same.
 */
export const sqliteTime = {
  toText: (time: Date | null | undefined): string | null =>
    time ? time.toISOString().replace('T', ' ').replace('Z', '') : null,
  fromText,
  fromTextOrNull: (text: string | null): Date | null =>
    text === null ? null : fromText(text),
} as const;

function fromText(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}Z`);
}
