import { coerce, lt } from 'semver';
import type { Issue } from '../errors/issue.ts';
import type { Fact, Host } from '../host/host.ts';
import { placeOf } from '../host/place-of.ts';

/** Oldest versions the emitted module is compiled and run with. */
const tested = { '@nestjs/core': '11.0.0', typescript: '5.9.0' } as const;

/** Tells where the host is older than what the module is tested with; it is no reason to refuse. */
export function untestedVersions(host: Host): readonly Issue[] {
  const found: readonly (readonly [keyof typeof tested, Fact<string> | null])[] = [
    ['@nestjs/core', host.nest],
    ['typescript', host.typescript],
  ];
  return found.flatMap(([name, fact]) => {
    const version = coerce(fact?.value);
    if (!fact || !version || !lt(version, tested[name])) {
      return [];
    }
    return [
      {
        code: 'untested-version',
        severity: 'warning',
        message: `${name} ${version.version} is older than what the module is tested with.`,
        ...placeOf(fact.evidence),
        expected: `${tested[name]} or newer`,
        found: version.version,
        remedy: 'Run a type check and the tests of the module after this; update the package if they fail.',
      },
    ];
  });
}
