/** Asks the user. The command line does it with Inquirer, Yeoman with its adapter. */
export interface Prompter {
  select(question: SelectQuestion): Promise<string>;
  text(question: TextQuestion): Promise<string>;
  confirm(question: ConfirmQuestion): Promise<boolean>;
}

export interface SelectQuestion {
  /** Name of the option, by which Yeoman's tests answer. */
  readonly name: string;
  readonly message: string;
  readonly choices: readonly SelectChoice[];
  readonly default?: string;
}

export interface SelectChoice {
  readonly value: string;
  readonly label: string;
  /** Why it cannot be chosen. */
  readonly disabled?: string;
}

export interface TextQuestion {
  readonly name: string;
  readonly message: string;
  readonly default: string;
  /** What is wrong with the value, or `null`. */
  readonly validate: (value: string) => string | null;
}

export interface ConfirmQuestion {
  readonly name: string;
  readonly message: string;
  readonly default: boolean;
}
