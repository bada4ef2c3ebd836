import { join } from 'node:path';
import Generator from 'yeoman-generator';
import { checkFlags } from '../options/check-flags.ts';
import { optionTable } from '../options/option-table.ts';
import { unknownOption } from '../options/unknown-option.ts';
import { jsonText } from '../report/json-text.ts';
import { exitCodeOf, refusedOutcome } from '../report/outcome.ts';
import { packageInfo } from '../report/package-info.ts';
import { reportText } from '../report/report-text.ts';
import { runAdd } from './run-add.ts';
import { givenOptions, misspeltOptions } from './yeoman-options.ts';
import { canAsk, yeomanPrompter } from './yeoman-prompter.ts';

type GeneratorArguments = ConstructorParameters<typeof Generator>;

/** `yo abp-background-jobs`: the same engine as the command line, with Yeoman asking the questions. */
export default class AppGenerator extends Generator {
  constructor(args: GeneratorArguments[0], options: GeneratorArguments[1], features?: GeneratorArguments[2]) {
    super(args, options, {
      ...features,
      unique: 'namespace',
      disableLodashProperty: true,
      tasksMatchingPriority: true,
      templateContext: 'throw',
      // Stock Yeoman writes file by file and leaves half a result when it stops; our engine commits and installs itself.
      customCommitTask: true,
      customInstallTask: true,
    } as GeneratorArguments[2]);
    this.description = 'Adds the source of a persistent background-jobs module to a NestJS solution.';
    this.sourceRoot(join(packageInfo().root, 'templates'));
    for (const row of Object.values(optionTable)) {
      // Yeoman makes the `--no-` form of every switch itself.
      this.option(row.flag.replace(/^no-/, ''), { type: row.kind === 'switch' ? Boolean : String, description: row.summary });
    }
  }

  async writing(): Promise<void> {
    const options = this.options as Record<string, unknown>;
    const { flags, issues } = checkFlags(givenOptions(options));
    const problems = [...misspeltOptions(options).map(unknownOption), ...issues];
    const session = {
      prompter: canAsk(this) ? yeomanPrompter(this) : null,
      show: (text: string) => void (flags.json || this.log(text)),
    };
    const outcome = problems.length > 0 ? refusedOutcome('add', problems) : await runAdd({ ...flags, cwd: flags.cwd ?? this.destinationRoot() }, session);
    if (flags.json) {
      process.stdout.write(jsonText(outcome, packageInfo()));
    } else {
      this.log(reportText(outcome));
    }
    process.exitCode = exitCodeOf(outcome.status);
  }
}
