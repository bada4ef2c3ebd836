import { enableCompileCache } from 'node:module';
import { helpText } from './options/help.ts';
import { parseFlags } from './options/parse-flags.ts';
import { exitCodeOf, refusedOutcome, type Outcome } from './report/outcome.ts';
import { jsonText } from './report/json-text.ts';
import { packageInfo } from './report/package-info.ts';
import { unknownCommand } from './app/commands.ts';
import { hasTerminal } from './app/has-terminal.ts';

// Help, version and bad flags are answered before anything heavy is loaded: ts-morph alone takes 0.26 s.
enableCompileCache?.();
// A reader that has seen enough (`| head`) is no fault of ours, and must not stop a run in the middle of writing.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
});
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h') || argv[0] === 'help') {
    process.stdout.write(helpText());
    return 0;
  }
  if (argv.includes('--version')) {
    const { name, version, build } = packageInfo();
    process.stdout.write(`${name} ${version} (${build})\n`);
    return 0;
  }
  const { flags, positionals, issues } = parseFlags(argv);
  const [command = 'add', ...rest] = positionals;
  // The value of a flag we do not know would be taken for a command.
  const problems = issues.length > 0 ? issues : unknownCommand(command, rest);
  const outcome = problems.length > 0 ? refusedOutcome(command, problems) : await run(flags);
  if (flags.json) {
    process.stdout.write(jsonText(outcome, packageInfo()));
    return exitCodeOf(outcome.status);
  }
  return printReport(outcome);
}

async function run(flags: ReturnType<typeof parseFlags>['flags']): Promise<Outcome> {
  const { runAdd } = await import('./app/run-add.ts');
  const prompter = hasTerminal() ? (await import('./app/inquirer-prompter.ts')).inquirerPrompter : null;
  return runAdd(flags, { prompter, show: (text) => void (flags.json || process.stdout.write(`${text}\n`)) });
}

async function printReport(outcome: Outcome): Promise<number> {
  const { reportText } = await import('./report/report-text.ts');
  const code = exitCodeOf(outcome.status);
  (code === 0 || code === 2 ? process.stdout : process.stderr).write(reportText(outcome));
  return code;
}
