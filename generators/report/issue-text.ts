import pc from 'picocolors';
import type { Issue } from '../errors/issue.ts';

const marks = { error: pc.red('error'), warning: pc.yellow('warning'), info: pc.cyan('note') };

/** An issue as a person reads it. */
export function issueText(issue: Issue): string {
  const place = issue.file ? ` ${pc.dim(issue.line ? `${issue.file}:${issue.line}` : issue.file)}` : '';
  const lines = [`${marks[issue.severity]} ${issue.message}${place} ${pc.dim(`[${issue.code}]`)}`];
  if (issue.expected && issue.severity === 'error' && issue.code !== 'invalid-option') {
    lines.push(`  expected: ${issue.expected}`);
  }
  if (issue.found && issue.severity === 'error' && issue.code !== 'invalid-option') {
    lines.push(`  found:    ${issue.found}`);
  }
  lines.push(`  ${issue.remedy}`);
  if (issue.snippet) {
    lines.push(...issue.snippet.split('\n').map((line) => `    ${pc.cyan(line)}`));
  }
  return lines.join('\n');
}
