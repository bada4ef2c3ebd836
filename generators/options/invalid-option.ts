import type { Issue } from '../errors/issue.ts';

/** An option whose value breaks a rule, in the form every such error has. */
export function invalidOption(flag: string, rule: string, found: string, wouldDo: string): Issue {
  return {
    code: 'invalid-option',
    severity: 'error',
    message: `${flag}: ${rule}; found ${JSON.stringify(found)}.`,
    expected: rule,
    found,
    remedy: `For example: ${wouldDo}`,
  };
}
