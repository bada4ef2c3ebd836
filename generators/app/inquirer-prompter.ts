import { confirm, input, select } from '@inquirer/prompts';
import type { Prompter } from '../options/prompter.ts';

/** Asks on the terminal. */
export const inquirerPrompter: Prompter = {
  select: ({ message, choices, default: preselected }) =>
    select({
      message,
      choices: choices.map(({ value, label, disabled }) => ({ value, name: label, disabled: disabled ?? false })),
      ...(preselected !== undefined && { default: preselected }),
    }),
  text: ({ message, default: preset, validate }) => input({ message, default: preset, validate: (value) => validate(value) ?? true }),
  confirm: ({ message, default: preset }) => confirm({ message, default: preset }),
};
