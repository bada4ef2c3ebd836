import type { Issue } from '../errors/issue.ts';
import type { Host } from '../host/host.ts';
import type { HostFiles } from '../host/host-files.ts';
import { tsConfigFor } from '../host/read-ts-config.ts';

interface Setting {
  readonly option: string;
  readonly isObstacle: (value: unknown) => boolean;
  readonly why: string;
  readonly expected: string;
}

/** Settings under which no decorated class of Nest's compiles, or the emitted module does not. What is left out is not judged: a base may set it. */
const settings: readonly Setting[] = [
  { option: 'target', isObstacle: (value) => /^es(?:3|5|6|201[56])$/i.test(String(value)), why: 'async functions and what they need came with ES2017', expected: 'ES2017 or newer' },
  { option: 'experimentalDecorators', isObstacle: (value) => value === false, why: "Nest's decorators need it", expected: 'true' },
  { option: 'erasableSyntaxOnly', isObstacle: (value) => value === true, why: 'it forbids parameter properties, by which Nest injects', expected: 'false' },
  { option: 'isolatedDeclarations', isObstacle: (value) => value === true, why: 'it wants every export annotated, and an application needs no declarations', expected: 'false' },
];

/** Compiler settings of the host that the emitted module cannot be built with. */
export function unusableSettings(files: HostFiles, host: Host): readonly Issue[] {
  const config = tsConfigFor(files, host.rootModules[0]?.file ?? `${host.sourceRoot.value}/main.ts`);
  return settings.flatMap(({ option, isObstacle, why, expected }): readonly Issue[] => {
    const found = config?.option(option);
    if (!found || !isObstacle(found.value)) return [];
    const { file, line } = found.file.evidence(['compilerOptions', option], option);
    return [
      {
        code: 'host-setting',
        severity: 'error',
        message: `The module cannot be built with ${option} ${JSON.stringify(found.value)}: ${why}.`,
        file,
        ...(line !== undefined && { line }),
        expected,
        found: JSON.stringify(found.value),
        remedy: `Set ${option} to ${expected} in ${file}, then run the command again.`,
      },
    ];
  });
}
