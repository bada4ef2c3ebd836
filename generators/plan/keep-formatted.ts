import type { diffLines } from 'diff';
import type { HostFormatter } from '../format/host-formatter.ts';
import { withLineEnd } from '../format/line-ends.ts';
import type { TextEdit } from '../patch/patch.ts';
import { withPatch, type PatchedFiles } from './patched-files.ts';

/**
 * Lets the host's formatter go over the files that were patched and stood as it leaves them: a longer list is broken, an import takes its
 * place. Files that never were in its format are left with the insertions alone.
 */
export async function keepFormatted(patched: PatchedFiles, formatter: HostFormatter): Promise<PatchedFiles> {
  const suspects: Suspect[] = [];
  for (const [path, { before, after }] of patched.sources) {
    const isUniform = new Set(before.match(/\r?\n/g)).size <= 1;
    if (isUniform && !(await formatter.keepsFormatted(path, addedLines(before, after)))) {
      suspects.push({ path, before: plain(before), after: plain(after), text: after });
    }
  }
  if (suspects.length === 0) {
    return patched;
  }
  const unpatched = await formatter.format(suspects.map(({ path, before }) => ({ path, text: before })));
  const wereFormatted = suspects.filter(({ before }, index) => plain(unpatched[index] ?? '') === before);
  const formatted = await formatter.format(wereFormatted.map(({ path, after }) => ({ path, text: after })));
  const { diffLines: differences } = await import('diff');
  return wereFormatted.reduce((result, { path, text }, index) => {
    const wanted = asBefore(formatted[index] ?? text, text);
    return wanted === text ? result : withPatch(result, { path, text }, { kind: 'patched', text: wanted, edits: toEdits(differences(text, wanted)) }, 'layout', 'in its format');
  }, patched);
}

interface Suspect {
  readonly path: string;
  /** Without BOM and in LF, as is the next. */
  readonly before: string;
  readonly after: string;
  /** As it stands after the patches. */
  readonly text: string;
}

const bom = /^\uFEFF/;

function plain(text: string): string {
  return withLineEnd(text.replace(bom, ''), '\n');
}

/** A formatted text with the BOM and the line ends of another. */
function asBefore(text: string, model: string): string {
  return (bom.exec(model)?.[0] ?? '') + withLineEnd(text.replace(bom, ''), model.includes('\r\n') ? '\r\n' : '\n');
}

function addedLines(before: string, after: string): readonly string[] {
  const known = new Set(before.split(/\r?\n/));
  return after.split(/\r?\n/).filter((line) => !known.has(line));
}

/** Edits of whole lines. */
function toEdits(differences: ReturnType<typeof diffLines>): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let offset = 0;
  for (const { value, added, removed } of differences) {
    const last = edits.at(-1);
    if (!added && !removed) {
      offset += value.length;
    } else if (last && last.end === offset) {
      edits[edits.length - 1] = added ? { ...last, text: last.text + value } : { ...last, end: offset + value.length };
      offset += removed ? value.length : 0;
    } else {
      edits.push({ start: offset, end: removed ? offset + value.length : offset, text: added ? value : '' });
      offset += removed ? value.length : 0;
    }
  }
  return edits;
}
