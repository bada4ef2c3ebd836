import { describe, expect, it } from 'vitest';
import { parseFlags } from '../../../generators/options/parse-flags.ts';

const codes = (...argv: string[]) => parseFlags(argv).issues.map((issue) => issue.code);
const messages = (...argv: string[]) => parseFlags(argv).issues.map((issue) => issue.message);

describe('parseFlags', () => {
  it('reads texts, choices and switches, with = or a space', () => {
    expect(parseFlags(['add', '--database=sqlite', '--table-prefix', '', '--no-tests', '--yes'])).toEqual({
      flags: { database: 'sqlite', tablePrefix: '', noTests: true, yes: true },
      positionals: ['add'],
      issues: [],
    });
  });

  it('answers a typo with the nearest flag', () => {
    expect(messages('--table-prefx', 'X')).toEqual(['There is no option --table-prefx. Did you mean --table-prefix?']);
    expect(messages('--databse=sqlite')).toEqual(['There is no option --databse. Did you mean --database?']);
  });

  it('does not guess where nothing is near', () => {
    expect(messages('--frobnicate-the-world')).toEqual(['There is no option --frobnicate-the-world.']);
  });

  it.each(['', 'mysq', 'oracle'])('names only values that work today where there is no value %j', (value) => {
    expect(['postgres', 'sqlite']).toContain(parseFlags(['--database', value]).issues[0]?.remedy.split(' ').at(-1));
  });

  it('refuses a value outside the choices and names one that would do', () => {
    const [issue] = parseFlags(['--database', 'postgre']).issues;
    expect(issue).toMatchObject({ code: 'invalid-option', found: 'postgre', remedy: 'For example: --database postgres' });
  });

  it.each([
    ['--database', 'mysql', 'postgres and sqlite'],
    ['--orm', 'mikro-orm', 'typeorm'],
    ['--on-conflict', 'merge', 'keep, overwrite and fail'],
  ])('refuses %s %s, which comes later, naming what works today', (flag, value, today) => {
    const [issue] = parseFlags([flag, value]).issues;
    expect(issue?.code).toBe('not-supported-yet');
    expect(issue?.message).toContain(`today ${flag} ${today}`);
  });

  it('tells a missing value and a superfluous one', () => {
    expect(codes('--database')).toEqual(['invalid-option']);
    expect(codes('--yes=maybe')).toEqual(['invalid-option']);
  });

  it('takes no flag for the value of the one before it', () => {
    const { flags, issues } = parseFlags(['--application-name', '--json']);
    expect(issues).toMatchObject([{ message: '--application-name: it takes a value; found "none".' }]);
    expect(flags).toEqual({ json: true });
  });

  it('takes an empty text only where the option may be empty', () => {
    expect(parseFlags(['--schema=', '--application-name', '', '--table-prefix', '']).issues).toEqual([]);
    expect(messages('--cwd', '', '--path=', '--root-module', '', '--project', '').map((message) => message.split(':')[0])).toEqual(['--path', '--root-module', '--project', '--cwd']);
  });

  it('refuses a flag that is given twice with different values', () => {
    expect(messages('--database', 'sqlite', '--database', 'postgres')).toEqual(['--database is given twice, with different values.']);
    expect(codes('--yes', '--yes', '--path=a', '--path', 'a')).toEqual([]);
  });

  it('does not answer the positive form of a --no- flag with its opposite', () => {
    expect(messages('--register')).toEqual(['There is no option --register: that is the default, and --no-register the exception.']);
  });

  it('takes what follows -- for words', () => {
    expect(parseFlags(['add', '--', '--yes'])).toMatchObject({ flags: {}, positionals: ['add', '--yes'], issues: [] });
  });

  it.each([
    [['--install', '--skip-install'], '--install contradicts --skip-install.'],
    [['--provider', 'mongodb', '--database', 'sqlite'], '--provider mongodb contradicts --database sqlite.'],
    [['--provider=mongodb', '--orm=typeorm'], '--provider mongodb contradicts --orm typeorm.'],
    [['--provider', 'ef', '--driver', 'mongoose'], '--provider ef contradicts --driver mongoose.'],
    [['--driver', 'mongodb', '--database', 'postgres', '--orm', 'typeorm'], '--orm typeorm contradicts --driver mongodb.'],
  ])('refuses %j, which contradict each other, and names both', (argv, message) => {
    expect(parseFlags(argv).issues).toMatchObject([{ code: 'invalid-option', message, expected: 'one of them' }]);
  });

  it('takes the options of one provider together', () => {
    expect(codes('--provider', 'mongodb', '--driver', 'mongoose', '--no-migration')).toEqual([]);
    expect(codes('--provider', 'ef', '--orm', 'typeorm', '--database', 'sqlite')).toEqual([]);
  });
});
