import { describe, expect, it } from 'vitest';
import { endingOf } from '../../../generators/app/ending-of.ts';
import type { Issue } from '../../../generators/errors/issue.ts';
import { IssuesError } from '../../../generators/errors/issues-error.ts';

const issue = (code: Issue['code']): Issue => ({ code, severity: 'error', message: 'm', remedy: 'r' });

describe('a command that an error ends', () => {
  it('needs answers where nothing but answers is missing', () => {
    expect(endingOf(new IssuesError([issue('missing-answer'), issue('root-module-ambiguous')])).status).toBe('needs-answers');
    expect(endingOf(new IssuesError([issue('missing-answer'), issue('invalid-option')])).status).toBe('refused');
  });

  it('is refused after Ctrl-C at a question, and that is no error', () => {
    const forced = Object.assign(new Error('User force closed the prompt'), { name: 'ExitPromptError' });
    expect(endingOf(forced)).toMatchObject({ status: 'refused', issues: [{ code: 'declined', severity: 'info' }] });
  });

  it('has failed otherwise, with the place in the code', () => {
    expect(endingOf(new TypeError('oops'))).toMatchObject({ status: 'failed', issues: [{ code: 'unexpected', message: expect.stringContaining('ending-of.test.ts') }] });
    expect(endingOf('oops').issues[0]?.message).toContain('oops');
  });
});
