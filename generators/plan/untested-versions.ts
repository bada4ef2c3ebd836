import { posix } from 'node:path';
import { coerce } from 'semver';
import type { Issue } from '../errors/issue.ts';
import type { Host } from '../host/host.ts';
import type { HostFiles } from '../host/host-files.ts';
import { commandsOf } from '../host/package-managers.ts';
import { placeOf } from '../host/place-of.ts';
import { testedVersions } from '../host/supported-versions.ts';
import { comingVersion, mayBeIn, versionText, type PackageVersion } from '../host/versions/package-version.ts';
import { versionReader } from '../host/versions/read-versions.ts';

type Tested = keyof typeof testedVersions;

/** What can be no newer than the floor after the next install is refused before anything is written; a newer major than is tested is only told. */
export function untestedVersions(files: HostFiles, host: Host): readonly Issue[] {
  const read = versionReader(files, posix.dirname(host.manifest.path));
  const found = (Object.keys(testedVersions) as Tested[]).map((name) => [name, comingVersion(read(name))] as const);
  const types = comingVersion(read('@types/node'));
  return [...found.map(([name, version]) => version && verdictOn(host, name, version)), types && verdictOnNodeTypes(host, types)].filter((issue) => issue !== null);
}

/** Before 16 they know neither `node:timers/promises` nor, in part, any module by that prefix. */
function verdictOnNodeTypes(host: Host, version: PackageVersion): Issue | null {
  return mayBeIn(version, '>=16.0.0') ? null : {
    code: 'host-version',
    severity: 'error',
    message: `@types/node ${versionText(version)} is older than the module supports.`,
    ...placeOf(version.evidence),
    expected: '16 or newer',
    found: versionText(version),
    remedy: `Run \`${commandsOf(host.packageManager.value).add.join(' ')} -D @types/node@^18\`, then run the command again.`,
  };
}

function verdictOn(host: Host, name: Tested, version: PackageVersion): Issue | null {
  const versions = testedVersions[name];
  const [floor] = versions;
  const newest = versions.at(-1) ?? floor;
  const found = versionText(version);
  const place = { ...placeOf(version.evidence), expected: `${floor} to ${newest}`, found };
  if (!mayBeIn(version, `>=${coerce(floor)?.version ?? floor}`)) {
    return {
      code: 'host-version',
      severity: 'error',
      message: `${name} ${found} is older than the module supports.`,
      ...place,
      remedy: remedies[name](commandsOf(host.packageManager.value).add.join(' ')),
    };
  }
  if (!mayBeIn(version, `<${Number.parseInt(newest, 10) + 1}.0.0-0`)) {
    return {
      code: 'untested-version',
      severity: 'info',
      message: `${name} ${found} is newer than what the module is tested with.`,
      ...place,
      remedy: 'Run a type check and the tests of the module after this.',
    };
  }
  return null;
}

const remedies: Readonly<Record<Tested, (add: string) => string>> = {
  '@nestjs/core': () => 'Update all packages of Nest to 9 or newer together, as its migration guide says, then run the command again.',
  'typescript': (add) => `Run \`${add} -D typescript@~4.9.5\`, or a newer one, then run the command again.`,
};
