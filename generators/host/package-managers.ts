import type { PackageManager } from './host.ts';

export interface PackageManagerCommands {
  readonly name: PackageManager;
  readonly lockfiles: readonly string[];
  readonly install: readonly string[];
  /** Adds packages, or moves them to another range. */
  readonly add: readonly string[];
  /** Runs a script of package.json. */
  readonly run: readonly string[];
  /** Runs the binary of an installed package. */
  readonly exec: readonly string[];
  /** Runs the binary of a package that need not be installed. */
  readonly download: readonly string[];
}

/**
 * Every package manager we know. Of two lockfiles side by side that are equally complete the one whose manager comes first here is believed: a
 * package-lock.json appears whenever somebody once typed `npm install`, the others only on purpose.
 */
export const packageManagers: readonly PackageManagerCommands[] = [
  {
    name: 'pnpm',
    lockfiles: ['pnpm-lock.yaml'],
    install: ['pnpm', 'install'],
    add: ['pnpm', 'add'],
    run: ['pnpm', 'run'],
    exec: ['pnpm', 'exec'],
    download: ['pnpm', 'dlx'],
  },
  {
    name: 'bun',
    lockfiles: ['bun.lock', 'bun.lockb'],
    install: ['bun', 'install'],
    add: ['bun', 'add'],
    run: ['bun', 'run'],
    exec: ['bunx'],
    download: ['bunx'],
  },
  {
    name: 'yarn',
    lockfiles: ['yarn.lock'],
    install: ['yarn', 'install'],
    add: ['yarn', 'add'],
    run: ['yarn', 'run'],
    exec: ['yarn', 'exec'],
    download: ['yarn', 'dlx'],
  },
  {
    name: 'yarn-classic',
    lockfiles: ['yarn.lock'],
    install: ['yarn', 'install'],
    add: ['yarn', 'add'],
    run: ['yarn', 'run'],
    // `yarn run` would run a script of that name before it.
    exec: ['npx'],
    download: ['npx', '--yes'],
  },
  {
    name: 'npm',
    lockfiles: ['package-lock.json', 'npm-shrinkwrap.json'],
    install: ['npm', 'install'],
    add: ['npm', 'install'],
    run: ['npm', 'run'],
    exec: ['npx'],
    download: ['npx', '--yes'],
  },
];

/** The commands of a package manager. */
export function commandsOf(name: PackageManager): PackageManagerCommands {
  const found = packageManagers.find((row) => row.name === name);
  if (!found) throw new TypeError(`Unknown package manager: ${name}`);
  return found;
}
