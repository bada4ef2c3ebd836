import { posix } from 'node:path';
import type { Host } from '../host/host.ts';
import type { HostFiles } from '../host/host-files.ts';
import { tsConfigFor } from '../host/read-ts-config.ts';

const configurationsOfTests = ['tsconfig.spec.json', 'tsconfig.test.json'];

/**
 * Whether tests have to name the types of Jest's globals themselves: `types` of the configuration that compiles them leaves out what the host has
 * installed.
 */
export function referencesJest({ manifest, testRunner, rootModules }: Pick<Host, 'manifest' | 'testRunner' | 'rootModules'>, files: HostFiles): boolean {
  const config = tsConfigFor(files, rootModules[0]?.file ?? 'src/main.ts');
  const types = config?.option('types')?.value;
  if (config === null || testRunner?.value !== 'jest' || !('@types/jest' in manifest.dependencies) || !Array.isArray(types)) {
    return false;
  }
  const isOfTests = configurationsOfTests.every((name) => files.exists(posix.join(posix.dirname(config.path), name)) !== 'file');
  return isOfTests && !types.some((name) => /^(?:@types\/)?jest(?:\/|$)|^\*$/.test(String(name)));
}
