import type { optionTable, OptionName } from './option-table.ts';

type FlagValue<Row> = Row extends { kind: 'switch' } ? boolean : Row extends { choices: readonly { value: infer Value }[] } ? Value : string;

/** What was given on the command line (or by Yeoman), checked against the table's kinds and choices but not against the host. */
export type Flags = { readonly [Name in OptionName]?: FlagValue<(typeof optionTable)[Name]> };
