/** A path as a word for the shells people use, cmd.exe among them: in double quotes, the only ones that all of them know. */
export function shellWord(path: string): string {
  return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(path) ? path : `"${path}"`;
}
