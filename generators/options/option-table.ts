/** One option of `add`. Flags, prompts, help, types and the README's table are made from the rows of `optionTable`. */
export interface OptionRow {
  /** Without the dashes. */
  readonly flag: string;
  readonly kind: 'choice' | 'text' | 'switch';
  /** What the help shows for the value of a text. */
  readonly value?: string;
  /** Whether a text may be empty. */
  readonly mayBeEmpty?: true;
  readonly choices?: readonly OptionChoice[];
  /** The provider that alone has it: given, it tells which provider is meant. */
  readonly provider?: 'ef' | 'mongodb';
  readonly group: 'The module' | 'Where it goes' | 'What is written' | 'The run';
  readonly summary: string;
  /** In words. */
  readonly default: string;
  /** Asked where flags and host do not answer; rows without a question are never asked. */
  readonly question?: string;
}

export interface OptionChoice {
  readonly value: string;
  readonly label: string;
  /** Whether this version can do it; others are refused with a sentence that names what works. */
  readonly support: 'now' | 'later';
}

/** Every option of `add`, in the order in which help, prompts and README show them. */
export const optionTable = {
  provider: {
    flag: 'provider',
    kind: 'choice',
    choices: [
      { value: 'ef', label: 'EF-style: a relational database, through your ORM', support: 'now' },
      { value: 'mongodb', label: 'MongoDB: through Mongoose or the MongoDB driver', support: 'now' },
    ],
    group: 'The module',
    summary: 'Database provider',
    default: 'what the host uses, else asked',
    question: 'Which database provider?',
  },
  orm: {
    flag: 'orm',
    kind: 'choice',
    choices: [
      { value: 'typeorm', label: 'TypeORM', support: 'now' },
      { value: 'mikro-orm', label: 'MikroORM', support: 'later' },
    ],
    provider: 'ef',
    group: 'The module',
    summary: 'ORM of the EF-style provider',
    default: "the host's, else `typeorm`",
  },
  database: {
    flag: 'database',
    kind: 'choice',
    choices: [
      { value: 'postgres', label: 'PostgreSQL', support: 'now' },
      { value: 'sqlite', label: 'SQLite (no server)', support: 'now' },
      { value: 'mysql', label: 'MySQL', support: 'later' },
      { value: 'mariadb', label: 'MariaDB', support: 'later' },
      { value: 'mssql', label: 'SQL Server', support: 'later' },
    ],
    provider: 'ef',
    group: 'The module',
    summary: 'Database of the EF-style provider',
    default: "the host's, else asked",
    question: 'Which database?',
  },
  driver: {
    flag: 'driver',
    kind: 'choice',
    choices: [
      { value: 'mongodb', label: 'MongoDB driver', support: 'now' },
      { value: 'mongoose', label: 'Mongoose', support: 'now' },
    ],
    provider: 'mongodb',
    group: 'The module',
    summary: 'Driver of the MongoDB provider',
    default: "the host's, else asked; `mongodb` without a terminal",
    question: 'Which driver?',
  },
  tablePrefix: {
    flag: 'table-prefix',
    kind: 'text',
    value: '<identifier>',
    mayBeEmpty: true,
    group: 'The module',
    summary: 'Prepended to the name of the table or collection, `BackgroundJobs`; may be empty',
    default: '`Abp`',
    question: 'Prefix of the table or collection? (Backspace: none)',
  },
  schema: {
    flag: 'schema',
    kind: 'text',
    value: '<identifier>',
    mayBeEmpty: true,
    group: 'The module',
    summary: 'Schema of the table; refused where the database has none, as SQLite and MongoDB',
    default: 'none',
    question: "Schema? (empty: the connection's default)",
  },
  connectionStringName: {
    flag: 'connection-string-name',
    kind: 'text',
    value: '<text>',
    group: 'The module',
    summary: 'Connection string of that name first, then `Default`',
    default: '`AbpBackgroundJobs`',
    question: 'Connection-string name?',
  },
  applicationName: {
    flag: 'application-name',
    kind: 'text',
    value: '<text>',
    mayBeEmpty: true,
    group: 'The module',
    summary: 'Owner of the jobs where applications share them; at most 96 characters',
    default: 'none',
  },
  path: {
    flag: 'path',
    kind: 'text',
    value: '<folder>',
    group: 'Where it goes',
    summary: 'Folder of the module, inside the host',
    default: '`<source root>/background-jobs`',
  },
  rootModule: {
    flag: 'root-module',
    kind: 'text',
    value: '<file#Class>',
    group: 'Where it goes',
    summary: 'Module that imports ours',
    default: 'from the bootstrap call, asked where there are several',
    question: 'Which root module?',
  },
  project: {
    flag: 'project',
    kind: 'text',
    value: '<name>',
    group: 'Where it goes',
    summary: 'Nest CLI or Nx project',
    default: 'asked where there are several',
    question: 'Which project?',
  },
  noRegister: {
    flag: 'no-register',
    kind: 'switch',
    group: 'What is written',
    summary: 'Leave the root module alone',
    default: 'registered',
  },
  noMigration: {
    flag: 'no-migration',
    kind: 'switch',
    group: 'What is written',
    summary: 'Write no migration',
    default: 'written, unless the host synchronizes; MongoDB needs none',
  },
  noTests: {
    flag: 'no-tests',
    kind: 'switch',
    group: 'What is written',
    summary: 'Write no tests',
    default: 'written, for Jest or Vitest',
  },
  onConflict: {
    flag: 'on-conflict',
    kind: 'choice',
    choices: [
      { value: 'keep', label: 'Keep the file that is there', support: 'now' },
      { value: 'overwrite', label: 'Overwrite it', support: 'now' },
      { value: 'merge', label: 'Merge', support: 'later' },
      { value: 'fail', label: 'Write nothing', support: 'now' },
    ],
    group: 'What is written',
    summary: 'What to do with files in the way that are not ours',
    default: 'asked; `fail` without a terminal',
    question: 'Files that are not ours stand in the way. What now?',
  },
  install: {
    flag: 'install',
    kind: 'switch',
    group: 'The run',
    summary: 'Run the package manager afterwards',
    default: 'asked; never without consent',
    question: 'Install the dependencies now?',
  },
  skipInstall: {
    flag: 'skip-install',
    kind: 'switch',
    group: 'The run',
    summary: 'Do not, and do not ask',
    default: '',
  },
  yes: {
    flag: 'yes',
    kind: 'switch',
    group: 'The run',
    summary: 'Take the defaults, ask nothing',
    default: '',
  },
  dryRun: {
    flag: 'dry-run',
    kind: 'switch',
    group: 'The run',
    summary: 'Show the plan, write nothing',
    default: '',
  },
  check: {
    flag: 'check',
    kind: 'switch',
    group: 'The run',
    summary: 'Write nothing, exit 2 where something would change',
    default: '',
  },
  json: {
    flag: 'json',
    kind: 'switch',
    group: 'The run',
    summary: 'One JSON document on stdout and nothing else there',
    default: '',
  },
  cwd: {
    flag: 'cwd',
    kind: 'text',
    value: '<folder>',
    group: 'The run',
    summary: 'Folder to work in',
    default: 'the current one',
  },
} as const satisfies Record<string, OptionRow>;

export type OptionName = keyof typeof optionTable;
