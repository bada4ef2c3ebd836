import { optionTable, type OptionChoice, type OptionName, type OptionRow } from './option-table.ts';
import type { SelectChoice } from './prompter.ts';

/** The choices of an option as they are offered: those that come later cannot be taken. */
export function choicesOf(name: OptionName): readonly SelectChoice[] {
  return all(name).map(({ value, label, support }) => ({ value, label, ...(support === 'later' && { disabled: '(comes in a later version)' }) }));
}

/** The flag with the values that work today: `--database postgres|sqlite`. */
export function usageToday(name: OptionName): string {
  const now = all(name).filter(({ support }) => support === 'now').map(({ value }) => value);
  return `--${optionTable[name].flag} ${now.join('|')}`;
}

function all(name: OptionName): readonly OptionChoice[] {
  const row: OptionRow = optionTable[name];
  return row.choices ?? [];
}
