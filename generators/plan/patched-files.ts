import type { ManifestPatch } from '../manifest/manifest.ts';
import type { Patch, SourceText, TextEdit } from '../patch/patch.ts';
import type { Change } from './plan.ts';

/** One edit of a file of the host, as the manifest records it. */
export interface AppliedPatch {
  readonly path: string;
  readonly what: ManifestPatch['what'];
  /** The file before and after this patch. */
  readonly before: string;
  readonly after: string;
  readonly edits: readonly TextEdit[];
}

/** The host's files after the patches so far; several patches may meet in one file. */
export interface PatchedFiles {
  readonly sources: ReadonlyMap<string, { readonly before: string; readonly after: string; readonly reasons: readonly string[] }>;
  readonly applied: readonly AppliedPatch[];
}

export const noPatches: PatchedFiles = { sources: new Map(), applied: [] };

/** The file as it stands after the patches so far. */
export function currentSource(patched: PatchedFiles, path: string, original: string): SourceText {
  return { path, text: patched.sources.get(path)?.after ?? original };
}

/** Where a line of the original stands after the patches so far; 1-based. */
export function currentLine(patched: PatchedFiles, path: string, original: number): number {
  return patched.applied
    .filter((patch) => patch.path === path)
    .reduce((line, { before, edits }) => {
      const offset = before.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
      const above = edits.filter((edit) => edit.start < offset);
      return line + above.reduce((lines, edit) => lines + newLines(edit.text) - newLines(before.slice(edit.start, edit.end)), 0);
    }, original);
}

function newLines(text: string): number {
  return text.split('\n').length - 1;
}

/** Adds a patch of `source` to the ones so far; a patch that changes nothing adds nothing. */
export function withPatch(patched: PatchedFiles, source: SourceText, patch: Patch, what: ManifestPatch['what'], reason: string): PatchedFiles {
  if (patch.kind !== 'patched') {
    return patched;
  }
  const earlier = patched.sources.get(source.path);
  const entry = { before: earlier?.before ?? source.text, after: patch.text, reasons: [...(earlier?.reasons ?? []), reason] };
  return {
    sources: new Map(patched.sources).set(source.path, entry),
    applied: [...patched.applied, { path: source.path, what, before: source.text, after: patch.text, edits: patch.edits }],
  };
}

/** The patched files as changes of a plan. */
export function toChanges(patched: PatchedFiles): readonly Change[] {
  return [...patched.sources].map(([path, { before, after, reasons }]) => ({ path, kind: 'modify', reason: reasons.join(', '), before, after }));
}
