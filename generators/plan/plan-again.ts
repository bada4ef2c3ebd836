import type { Issue } from '../errors/issue.ts';
import type { HostFiles } from '../host/host-files.ts';
import { manifestFileName } from '../manifest/manifest.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import type { AddOptions } from '../options/add-options.ts';
import type { Plan } from './plan.ts';

/**
 * What `add` does where the module is already: nothing with the same options, whatever the owner made of the files since;
 * with others it is refused. `null` where it is not there yet.
 */
export function planAgain(files: HostFiles, options: AddOptions): Plan | null {
  const path = `${options.path}/${manifestFileName}`;
  const text = files.read(path);
  if (text === null) {
    return null;
  }
  const read = readManifest({ path, text });
  if (read.kind === 'refused') {
    return { changes: [], dependencies: [], issues: [read.issue], next: [] };
  }
  const { manifest } = read;
  const differing = (Object.keys(options) as (keyof AddOptions)[]).filter((name) => name in manifest.options && manifest.options[name] !== options[name]);
  return { changes: [], dependencies: [], issues: differing.map((name) => alreadyAdded(path, name, manifest.options[name] ?? null, options[name])), next: [] };
}

function alreadyAdded(file: string, name: keyof AddOptions, there: unknown, wanted: unknown): Issue {
  return {
    code: 'already-added',
    severity: 'error',
    message: `The module is there already, with another ${name}.`,
    file,
    expected: JSON.stringify(there),
    found: JSON.stringify(wanted),
    remedy: `Run it with the same options again, or change the module's source: it is yours.`,
  };
}
