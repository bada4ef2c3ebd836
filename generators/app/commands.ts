import { closest, distance } from 'fastest-levenshtein';
import type { Issue } from '../errors/issue.ts';

/** Commands of the contract; those without an engine yet are refused with a sentence that says so. */
const commands: Readonly<Record<string, 'now' | 'later'>> = { add: 'now', job: 'later', update: 'later', remove: 'later', doctor: 'later' };

/** What is wrong with the words that are not flags. */
export function unknownCommand(command: string, rest: readonly string[]): readonly Issue[] {
  const support = commands[command];
  if (support === 'later') {
    return [
      {
        code: 'not-supported-yet',
        severity: 'error',
        message: `The command ${command} comes in a later version; today add works.`,
        expected: 'add',
        found: command,
        remedy: 'Run abp-background-jobs add.',
      },
    ];
  }
  if (support === undefined) {
    const nearest = closest(command, Object.keys(commands));
    const hint = distance(command, nearest) <= 3 ? ` Did you mean ${nearest}?` : '';
    return [wrongWord(`There is no command ${command}.${hint}`, command)];
  }
  return rest[0] === undefined ? [] : [wrongWord(`The command ${command} takes no arguments, only options; found ${rest[0]}.`, rest[0])];
}

function wrongWord(message: string, found: string): Issue {
  return { code: 'unknown-option', severity: 'error', message, expected: 'add', found, remedy: 'See --help.' };
}
