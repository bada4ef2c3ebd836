import semver from 'semver';

import type { Evidence, Fact } from '../host.ts';

/** Where a host declares a package, and what that comes to. */
export interface Declaration {
  /** As package.json has it: `^1.1.0`, `catalog:`, `workspace:^`. */
  readonly written: string;
  /** What catalogs and overrides make of it: `^1.1.0`, `npm:@typescript/typescript6@^6.0.2`. */
  readonly resolved: string;
  /** The range that this comes to; `null` where nobody can tell: a tag, an address, an archive. */
  readonly range: string | null;
  /** What decides on the range. */
  readonly decidedBy: 'manifest' | 'catalog' | 'override';
  /** The line that decides. */
  readonly evidence: Evidence;
}

/** Everything a host says about the version of one package. */
export interface PackageReading {
  readonly name: string;
  readonly declaration: Declaration | null;
  readonly locked: Fact<string> | null;
  readonly installed: Fact<string> | null;
}

/** The version of a package, as far as it is known. */
export type PackageVersion = { readonly evidence: Evidence } & (
  | { readonly kind: 'installed' | 'locked'; readonly version: string }
  | { readonly kind: 'declared'; readonly range: string }
  /** A tag, an address, an archive: as it is written. */
  | { readonly kind: 'unknown'; readonly specifier: string }
);

/** What is there now: what is installed, else what the next install brings. `null` where the host has no such package. */
export function presentVersion(reading: PackageReading): PackageVersion | null {
  return exact('installed', reading.installed) ?? comingVersion(reading);
}

/** What is there after the next install: an installed or locked version stays as long as the declared range admits it. */
export function comingVersion(reading: PackageReading): PackageVersion | null {
  const { declaration, locked } = reading;
  const stays = (fact: Fact<string> | null): Fact<string> | null => (fact && admits(declaration?.range ?? null, fact.value) ? fact : null);
  const kept = exact('locked', stays(locked)) ?? (locked ? null : exact('installed', stays(reading.installed)));
  if (kept || !declaration) return kept;
  const { range, evidence, resolved } = declaration;
  return range === null ? { kind: 'unknown', specifier: resolved, evidence } : { kind: 'declared', range, evidence };
}

/** Whether a version may be in the range; one that nobody knows may be. */
export function mayBeIn(version: PackageVersion, range: string): boolean {
  switch (version.kind) {
    case 'installed':
    case 'locked':
      return semver.satisfies(version.version, range, { includePrerelease: true });
    case 'declared':
      return semver.intersects(version.range, range, { includePrerelease: true });
    case 'unknown':
      return true;
  }
}

/** Whether a version is in the range, whatever comes; one that nobody knows need not be. */
export function mustBeIn(version: PackageVersion, range: string): boolean {
  return version.kind === 'declared' ? semver.subset(version.range, range, { includePrerelease: true }) : version.kind !== 'unknown' && mayBeIn(version, range);
}

/** The version, the range, or what is written, for people. */
export function versionText(version: PackageVersion): string {
  switch (version.kind) {
    case 'installed':
    case 'locked':
      return version.version;
    case 'declared':
      return version.range;
    case 'unknown':
      return version.specifier;
  }
}

function exact(kind: 'installed' | 'locked', fact: Fact<string> | null): PackageVersion | null {
  return fact && { kind, version: fact.value, evidence: fact.evidence };
}

function admits(range: string | null, version: string): boolean {
  return range === null || semver.satisfies(version, range, { includePrerelease: true });
}
