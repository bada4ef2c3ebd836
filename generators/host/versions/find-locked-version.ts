import { parse } from 'jsonc-parser';
import { posix } from 'node:path';
import semver from 'semver';

import { findPackageManager } from '../find-package-manager.ts';
import type { Fact } from '../host.ts';
import type { HostFiles } from '../host-files.ts';
import { relativePath } from '../host-path.ts';
import { commandsOf } from '../package-managers.ts';
import { asRecord, asText } from '../records.ts';
import type { Declaration } from './package-version.ts';
import { parseYaml } from './yaml-file.ts';

/** Who asks for a package: the folder of its package.json, and what it declares. */
export interface Asking {
  readonly name: string;
  readonly folder: string;
  readonly declaration: Declaration;
}

interface Lockfile {
  readonly text: string;
  /** Way from the folder of the lockfile to the package that asks; `.` for its own. */
  readonly importer: string;
}

/** Text that stands for a version in a lockfile. Lockfiles are long and made by machines: only the entry that is asked for is taken out. */
type Extract = (lockfile: Lockfile, asking: Asking) => string | null;

const extractors: Readonly<Record<string, Extract>> = {
  'package-lock.json': fromNpm,
  'npm-shrinkwrap.json': fromNpm,
  'pnpm-lock.yaml': fromPnpm,
  'yarn.lock': fromYarn,
  'bun.lock': fromBun,
};

/** The version that the lockfile of the host's package manager holds; one of another manager has been left behind. */
export function findLockedVersion(files: HostFiles, folders: readonly string[], asking: Asking): Fact<string> | null {
  const { lockfiles } = commandsOf(findPackageManager(files, asking.folder).value);
  for (const folder of folders) {
    for (const name of lockfiles) {
      const file = posix.join(folder, name);
      const text = files.read(file);
      const extract = extractors[name];
      if (text === null || !extract) continue;
      const version = versionIn(extract({ text, importer: relativePath(files, folder, asking.folder) }, asking));
      return version === null ? null : { value: version, evidence: { file, what: `${asking.name} ${version}` } };
    }
  }
  return null;
}

/** `1.1.0`, `1.1.0(pg@8.16.0)`, `1.1.0_pg@8.16.0`, `/@scope/name@1.1.0`, `name@1.1.0`. */
function versionIn(text: string | null): string | null {
  const plain = text?.replace(/[(_].*$/s, '') ?? '';
  return semver.valid(plain) ?? semver.valid(/[@/](\d+\.\d+\.\d+[^@/]*)$/.exec(plain)?.[1] ?? null);
}

function fromNpm({ text, importer }: Lockfile, { name }: Asking): string | null {
  const lock = strictJson(text);
  const packages = asRecord(lock['packages']);
  for (let folder = importer; ; folder = posix.dirname(folder)) {
    const entry = asRecord(packages[posix.join(folder, 'node_modules', name)]);
    const linked = entry['link'] === true ? asRecord(packages[asText(entry['resolved']) ?? '']) : entry;
    const version = asText(linked['version']);
    if (version !== null) return version;
    if (folder === '.' || folder === posix.dirname(folder)) break;
  }
  return asText(asRecord(asRecord(lock['dependencies'])[name])['version']);
}

/** Ten times as fast as the parser that forgives. */
function strictJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return asRecord(JSON.parse(text.replace(/^\uFEFF/, '')) as unknown);
  } catch {
    return {};
  }
}

/** Formats 5 (`specifiers`, plain versions), 6 and 9 (`{ specifier, version }`); without `importers` in a repository of one package before 9. */
function fromPnpm({ text, importer }: Lockfile, { name }: Asking): string | null {
  const importers = block(text, 'importers');
  const own = importers === null ? null : asRecord(asRecord(parseYaml('', importers)?.value)['importers'])[importer];
  for (const section of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const entries = own === null ? asRecord(parseYaml('', block(text, section) ?? '')?.value)[section] : asRecord(own)[section];
    const entry = asRecord(entries)[name];
    const version = asText(entry) ?? asText(asRecord(entry)['version']);
    if (version !== null) return version;
  }
  return null;
}

/** A key of the first level of a YAML file with everything below it. */
function block(text: string, key: string): string | null {
  return new RegExp(`^${key}:.*\\n(?:[ \\t].*\\n|\\r?\\n)*`, 'm').exec(`${text}\n`)?.[0] ?? null;
}

/** An entry begins with all descriptors it answers: `typeorm@^0.3.20, typeorm@^0.3.28:`, Yarn 2 and newer `"typeorm@npm:^0.3.20":`. */
function fromYarn({ text }: Lockfile, { name, declaration: { resolved } }: Asking): string | null {
  const specifier = resolved.replace(/^npm:(?=[^@]*$)/, '');
  const wanted = [`${name}@${specifier}`, `${name}@npm:${specifier}`];
  const entry = text.split(/\r?\n(?=\S)/).find((candidate) => descriptors(candidate).some((descriptor) => wanted.includes(descriptor)));
  return /^ {2}version:? "?([^"\r\n]+)"?/m.exec(entry ?? '')?.[1] ?? null;
}

function descriptors(entry: string): readonly string[] {
  const [head = ''] = entry.split(/\r?\n/, 1);
  return head.replace(/:$/, '').replaceAll('"', '').split(/,\s*/);
}

/** `"typeorm": ["typeorm@1.1.0", …]`; a package that has another than the rest: `"api/typeorm"`. */
function fromBun({ text, importer }: Lockfile, { name }: Asking): string | null {
  const lock = asRecord(parse(text, [], { allowTrailingComma: true }) as unknown);
  const workspace = asText(asRecord(asRecord(lock['workspaces'])[importer === '.' ? '' : importer])['name']);
  const packages = asRecord(lock['packages']);
  const entry = packages[`${workspace}/${name}`] ?? packages[name];
  return Array.isArray(entry) ? asText(entry[0]) : null;
}
