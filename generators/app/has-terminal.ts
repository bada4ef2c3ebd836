/** Whether a person is there to ask. Many CI services give their jobs a terminal that nobody sits at. */
export function hasTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true && !process.env['CI'];
}
