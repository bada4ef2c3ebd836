import type { PackageInfo } from './package-info.ts';
import { exitCodeOf, type Outcome } from './outcome.ts';

/** What `--json` prints. */
export function jsonText(outcome: Outcome, generator: PackageInfo): string {
  return `${JSON.stringify(jsonDocument(outcome, generator), null, 2)}\n`;
}

/** The keys are a contract: more may be added, none of these change. */
function jsonDocument(outcome: Outcome, generator: PackageInfo): object {
  const { host, plan, options } = outcome;
  const [file, className] = options?.rootModule?.split('#') ?? [];
  const root = host?.rootModules.find((candidate) => candidate.file === file && candidate.className === className) ?? host?.rootModules[0];
  return {
    generator: { name: generator.name, version: generator.version },
    command: outcome.command,
    status: outcome.status,
    exitCode: exitCodeOf(outcome.status),
    options: options ?? {},
    host: host && {
      root: host.root.replaceAll('\\', '/'),
      packageManager: host.packageManager.value,
      moduleFormat: host.moduleFormat.value,
      nest: host.nest.value,
      orm: host.orm?.value ?? null,
      database: host.database?.value ?? null,
      rootModule: root ? { file: root.file, class: root.className, line: root.line } : null,
    },
    changes: plan?.changes.map(({ path, kind, reason }) => ({ path, kind, reason })) ?? [],
    dependencies: plan?.dependencies ?? [],
    issues: [...outcome.issues, ...(plan?.issues ?? [])],
    next: plan?.next ?? [],
  };
}
