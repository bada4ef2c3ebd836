import { posix } from 'node:path';
import type { Issue } from '../errors/issue.ts';
import type { Host } from '../host/host.ts';
import type { HostFiles } from '../host/host-files.ts';
import { commandsOf } from '../host/package-managers.ts';
import { placeOf } from '../host/place-of.ts';
import { comingVersion, mayBeIn, mustBeIn, versionText, type PackageReading, type PackageVersion } from '../host/versions/package-version.ts';
import { versionReader, type ReadVersion } from '../host/versions/read-versions.ts';
import type { WantedDependency } from '../patch/add-dependencies.ts';

/** Packages of Nest that have to move with what they wrap, by the major of Nest. */
const companions: Readonly<Record<string, { readonly name: string; readonly ranges: Readonly<Record<number, string>> }>> = {
  typeorm: { name: '@nestjs/typeorm', ranges: { 9: '^9.0.1', 10: '^10.0.2', 11: '^11.0.1', 12: '^12.0.0' } },
  mongoose: { name: '@nestjs/mongoose', ranges: { 9: '^10.1.0', 10: '^10.1.0', 11: '^11.0.4', 12: '^12.0.0' } },
};

interface Outdated {
  readonly wanted: WantedDependency;
  readonly reading: PackageReading;
  readonly version: PackageVersion;
}

/** What the host has and will still have after the next install in a version that is too old, whatever its range admits. */
export function outdatedPackages(files: HostFiles, host: Host, wanted: readonly WantedDependency[]): readonly Issue[] {
  const read = versionReader(files, posix.dirname(host.manifest.path));
  const outdated = wanted.flatMap((dependency): readonly Outdated[] => {
    const reading = read(dependency.name);
    const version = comingVersion(reading);
    return version !== null && !willDo(dependency, version) ? [{ wanted: dependency, reading, version }] : [];
  });
  const remedy = remedyFor(host, read, outdated);
  return outdated.map(({ wanted, version }) => {
    const { name, minimum = '', below, except } = wanted;
    const found = versionText(version);
    const isOld = !mayBeIn(version, `>=${minimum}`);
    const because = isOld ? below : except?.because;
    return {
      code: 'host-version',
      severity: 'error',
      message: `${name} ${found} ${isOld ? 'is too old' : 'will not do'} for the background-jobs module${version.kind === 'locked' ? ', and the lockfile holds it' : ''}${because === undefined ? '' : `: ${because}`}.`,
      ...placeOf(version.evidence),
      expected: `${minimum} or newer${except ? `, but not ${except.range}` : ''}`,
      found,
      remedy,
    };
  });
}

/** Where a version is not known, one that will do may come. */
function willDo({ minimum, except }: WantedDependency, version: PackageVersion): boolean {
  return (minimum === undefined || mayBeIn(version, `>=${minimum}`)) && (except === undefined || !mustBeIn(version, except.range));
}

/** One command for all of them: peers that move one by one do not install. What a catalog or an override decides is changed there. */
function remedyFor(host: Host, read: ReadVersion, outdated: readonly Outdated[]): string {
  const nest = Number.parseInt(host.nest.value, 10);
  const moved = outdated.flatMap(({ wanted: { name, range } }) => {
    const companion = companions[name];
    const companionRange = companion?.ranges[nest];
    const isThere = companion !== undefined && comingVersion(read(companion.name)) !== null;
    return [{ name, range }, ...(isThere && companionRange !== undefined ? [{ name: companion.name, range: companionRange }] : [])];
  });
  const isElsewhere = (name: string): boolean => (read(name).declaration?.decidedBy ?? 'manifest') !== 'manifest';
  const manager = commandsOf(host.packageManager.value);
  const edits = moved.filter(({ name }) => isElsewhere(name)).map(({ name, range }) => {
    const place = read(name).declaration?.evidence;
    return `set ${name} to ${range} in ${place?.file ?? host.manifest.path}${place?.line === undefined ? '' : `:${place.line}`}`;
  });
  const specifiers = moved.filter(({ name }) => !isElsewhere(name)).map(({ name, range }) => `${name}@${range}`);
  const command = specifiers.length > 0 ? [...manager.add, ...specifiers] : manager.install;
  const steps = [...edits, `run \`${command.join(' ')}\` in the folder of ${host.manifest.path}`, 'run the command again'];
  const text = steps.join(', then ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
