import { isDeepStrictEqual } from 'node:util';
import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import semver from 'semver';
import type { Issue } from '../errors/issue.ts';
import type { DependencyChange } from '../plan/plan.ts';
import { applyEdits, sortEdits } from './apply-edits.ts';
import { insertJsonMembers, jsonMember, jsonMembers, leadOf, type JsonMember, type NewJsonMember } from './json-members.ts';
import type { Patch, SourceText, TextEdit } from './patch.ts';
import { refuse } from './refuse.ts';

/** A package the emitted module needs. */
export interface WantedDependency {
  readonly name: string;
  /** What is written where the host does not have it. */
  readonly range: string;
  readonly section: DependencyChange['section'];
  /** Lowest version that will do where the host has it; any when left out. */
  readonly minimum?: string;
  /** What stands in the way of other versions, as the user is told. */
  readonly below?: string;
  /** Versions from the lowest on that will not do either, and why. */
  readonly except?: { readonly range: string; readonly because: string };
}

export interface DependencyPatch {
  readonly patch: Patch;
  /** One for each that is wanted, in that order; empty where the patch is refused. */
  readonly dependencies: readonly DependencyChange[];
  /** The reason of a refused patch is among them. */
  readonly issues: readonly Issue[];
}

/** How a package.json is laid out. */
interface Layout {
  /** White space before a property of the root, of a section, and before the brace that closes the root. */
  readonly lead: string;
  readonly sectionLead: string;
  readonly close: string;
  /** Between a key and its value. */
  readonly colon: string;
}

const written = ['dependencies', 'devDependencies'] as const;
const sections = [...written, 'peerDependencies', 'optionalDependencies'] as const;

/**
 * Adds to a package.json what it does not have, as it is laid out: in order where a section is in order, with exact versions where all are
 * exact, and without touching another byte. What it has is kept as it stands, in whichever section.
 */
export function addDependencies(source: SourceText, wanted: readonly WantedDependency[]): DependencyPatch {
  const errors: ParseError[] = [];
  // A blank for the BOM keeps the offsets.
  const root = parseTree(source.text.replace(/^\uFEFF/, ' '), errors, { disallowComments: true });
  const [error] = errors;
  if (error || root?.type !== 'object') {
    return refusal(unreadable(source, error));
  }
  const crooked = sections.map((section) => jsonMember(root, section)).find((member) => member && member.value.type !== 'object');
  if (crooked) {
    return refusal(notAnObject(source, crooked, wanted));
  }

  const isExact = hasExactVersions(root);
  const found = wanted.map((dependency) => ({ dependency, present: findPresent(root, dependency) }));
  const dependencies = found.map(({ dependency: { name, range, section }, present }): DependencyChange => {
    return present
      ? { name, range: present.range, section: present.section, action: 'keep' }
      : { name, range: isExact ? lowest(range) : range, section, action: 'add' };
  });

  const added = dependencies.filter(({ action }) => action === 'add');
  if (added.length === 0) {
    return { patch: { kind: 'unchanged', why: 'every dependency is there' }, dependencies, issues: [] };
  }
  const edits = sortEdits(editsFor(source.text, root, added));
  const text = applyEdits(source.text, edits);
  if (!isDeepStrictEqual(parse(text), withDependencies(parse(source.text), added))) {
    return refusal(notUnderstood(source, added));
  }
  return { patch: { kind: 'patched', text, edits }, dependencies, issues: [] };
}

type PresentDependency = Pick<DependencyChange, 'range' | 'section'>;

function findPresent(root: Node, { name, section }: WantedDependency): PresentDependency | null {
  for (const candidate of [section, ...sections]) {
    const member = jsonMember(jsonMember(root, candidate)?.value, name);
    if (member) {
      return {
        range: String(member.value.value),
        section: candidate === 'devDependencies' ? candidate : 'dependencies',
      };
    }
  }
  return null;
}

function hasExactVersions(root: Node): boolean {
  const versions = written
    .flatMap((section) => jsonMembers(jsonMember(root, section)?.value))
    .map((member) => String(member.value.value))
    .filter((range) => semver.validRange(range) !== null);
  return versions.length > 0 && versions.every((range) => semver.valid(range) !== null);
}

function lowest(range: string): string {
  return semver.minVersion(range)?.version ?? range;
}

function editsFor(text: string, root: Node, added: readonly DependencyChange[]): readonly TextEdit[] {
  const layout = layoutOf(text, root);
  const newSections: NewJsonMember[] = [];
  const edits: TextEdit[] = [];
  for (const section of written) {
    const entries = added
      .filter((dependency) => dependency.section === section)
      .toSorted((one, other) => byCodeUnits(one.name, other.name));
    const present = jsonMember(root, section);
    if (present) {
      edits.push(...insertInOrder(text, present.value, entries, layout));
    } else if (entries.length > 0) {
      newSections.push({ before: placeOf(section, root), text: sectionText(section, entries, layout) });
    }
  }
  return [...edits, ...insertJsonMembers(text, root, newSections, layout)];
}

function layoutOf(text: string, root: Node): Layout {
  const [first] = jsonMembers(root);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lead = first ? leadOf(text.slice(root.offset + 1, first.start)) : `${eol}  `;
  const [, indent = ''] = /\n([ \t]*)$/.exec(lead) ?? [];
  return {
    lead,
    sectionLead: `${lead}${indent}`,
    close: lead.slice(0, lead.length - indent.length),
    colon: first ? text.slice(first.keyEnd, first.value.offset) : ': ',
  };
}

function insertInOrder(text: string, section: Node, entries: readonly DependencyChange[], layout: Layout): readonly TextEdit[] {
  const members = jsonMembers(section);
  const order = [byCodeUnits, byLanguage].find((compare) =>
    members.every(({ key }, index) => index === 0 || compare(members[index - 1]?.key ?? '', key) <= 0),
  );
  const placed = entries.map((entry): NewJsonMember => {
    const next = order && members.find((member) => order(member.key, entry.name) > 0);
    return { before: next ?? null, text: entryText(entry, layout) };
  });
  return insertJsonMembers(text, section, placed, { lead: layout.sectionLead, close: layout.lead });
}

/** npm's order: `devDependencies` behind `dependencies`, both before the other sections, else behind the scripts, else last. */
function placeOf(section: DependencyChange['section'], root: Node): JsonMember | null {
  const members = jsonMembers(root);
  const at = (key: string): number => members.findIndex((member) => member.key === key);
  const behind = (key: string): number => (at(key) < 0 ? -1 : at(key) + 1);
  const neighbour = section === 'devDependencies' ? behind('dependencies') : at('devDependencies');
  const place = [neighbour, at('peerDependencies'), at('optionalDependencies'), behind('scripts')].find((index) => index >= 0);
  return members[place ?? members.length] ?? null;
}

function sectionText(section: string, entries: readonly DependencyChange[], layout: Layout): string {
  const body = entries.map((entry) => `${layout.sectionLead}${entryText(entry, layout)}`).join(',');
  return `${JSON.stringify(section)}${layout.colon}{${body}${layout.lead}}`;
}

function entryText({ name, range }: DependencyChange, { colon }: Layout): string {
  return `${JSON.stringify(name)}${colon}${JSON.stringify(range)}`;
}

/** npm sorts by language, yarn and pnpm by code units; they differ on capitals and punctuation. */
function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function byLanguage(one: string, other: string): number {
  return one.localeCompare(other, 'en');
}

type PackageJson = Readonly<Record<string, unknown>>;

function parse(text: string): PackageJson {
  return JSON.parse(text.replace(/^\uFEFF/, '')) as PackageJson;
}

function withDependencies(manifest: PackageJson, added: readonly DependencyChange[]): PackageJson {
  return added.reduce(
    (result, { section, name, range }) => ({ ...result, [section]: { ...(result[section] as PackageJson), [name]: range } }),
    manifest,
  );
}

function refusal(issue: Issue): DependencyPatch {
  return { patch: { kind: 'refused', issue }, dependencies: [], issues: [issue] };
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function unreadable({ path, text }: SourceText, error: ParseError | undefined): Issue {
  // `CommaExpected` → `comma expected`
  const why = error
    ? printParseErrorCode(error.error)
        .replace(/\B[A-Z]/g, ' $&')
        .toLowerCase()
    : 'not an object';
  const line = lineOf(text, error?.offset ?? 0);
  return {
    code: 'file-unreadable',
    severity: 'error',
    message: `${path} is not valid JSON: ${why} in line ${line}.`,
    file: path,
    line,
    remedy: 'Mend the file, then run the command again.',
  };
}

function notAnObject({ path, text }: SourceText, member: JsonMember, wanted: readonly WantedDependency[]): Issue {
  return refuse({
    message: `"${member.key}" of ${path} is not an object.`,
    file: path,
    line: lineOf(text, member.start),
    expected: 'an object of names and ranges',
    found: member.value.type,
    remedy: 'Make it an object, then run the command again, or add the dependencies by hand.',
    snippet: snippetOf(wanted),
  }).issue;
}

function notUnderstood({ path }: SourceText, added: readonly DependencyChange[]): Issue {
  return refuse({
    message: `The dependencies could not be added to ${path} without changing more than them.`,
    file: path,
    remedy: 'Add them by hand, then run the command again.',
    snippet: snippetOf(added),
  }).issue;
}

function snippetOf(dependencies: readonly Pick<DependencyChange, 'name' | 'range'>[]): string {
  return dependencies.map(({ name, range }) => `${JSON.stringify(name)}: ${JSON.stringify(range)}`).join(',\n');
}
