import type Generator from 'yeoman-generator';
import type { Prompter } from '../options/prompter.ts';
import { hasTerminal } from './has-terminal.ts';

/** Asks through Yeoman's adapter. */
export function yeomanPrompter(generator: Generator): Prompter {
  const ask = async <Answer>(question: { name: string; [key: string]: unknown }): Promise<Answer> => {
    const answers = await generator.prompt<Record<string, Answer>>([question] as never);
    return answers[question.name] as Answer;
  };
  return {
    select: ({ name, message, choices, default: preselected }) =>
      ask<string>({
        type: 'select',
        name,
        message,
        choices: choices.map(({ value, label, disabled }) => ({ value, name: label, disabled: disabled ?? false })),
        default: preselected,
      }),
    text: ({ name, message, default: preset, validate }) =>
      ask<string>({ type: 'input', name, message, default: preset, validate: (value: string) => validate(value) ?? true }),
    confirm: ({ name, message, default: preset }) => ask<boolean>({ type: 'confirm', name, message, default: preset }),
  };
}

/**
 * Whether somebody is there to answer. An adapter other than the terminal's (an editor's, a test's) asks in its own way and
 * needs no terminal.
 */
export function canAsk(generator: Generator): boolean {
  const adapter = generator.env.adapter as unknown as { actualAdapter?: object };
  const isTerminalAdapter = (adapter.actualAdapter ?? adapter).constructor.name === 'TerminalAdapter';
  return !isTerminalAdapter || hasTerminal();
}
