import { coerce, lt } from 'semver';
import type { Issue } from '../errors/issue.ts';
import type { Fact, Host } from '../host/host.ts';
import { placeOf } from '../host/place-of.ts';
import { testedVersions } from '../host/supported-versions.ts';

type Tested = keyof typeof testedVersions;

/** What is older than the floor is refused before anything is written; what is newer than the newest tested major is only told. */
export function untestedVersions(host: Host): readonly Issue[] {
  const found: readonly (readonly [Tested, Fact<string> | null])[] = [
    ['@nestjs/core', host.nest],
    ['typescript', host.typescript],
  ];
  return found.flatMap(([name, fact]) => (fact ? [verdictOn(name, fact)] : [])).filter((issue) => issue !== null);
}

function verdictOn(name: Tested, { value, evidence }: Fact<string>): Issue | null {
  const versions = testedVersions[name];
  const [floor] = versions;
  const newest = versions.at(-1) ?? floor;
  const version = coerce(value);
  if (!version) return null;
  const place = { ...placeOf(evidence), expected: `${floor} to ${newest}`, found: version.version };
  if (lt(version, coerce(floor) ?? version)) {
    return {
      code: 'host-version',
      severity: 'error',
      message: `${name} ${version.version} is older than the module supports.`,
      ...place,
      remedy: `Update ${name} to ${floor} or newer, then run the command again.`,
    };
  }
  if (version.major > Number.parseInt(newest, 10)) {
    return {
      code: 'untested-version',
      severity: 'info',
      message: `${name} ${version.version} is newer than what the module is tested with.`,
      ...place,
      remedy: 'Run a type check and the tests of the module after this.',
    };
  }
  return null;
}
