import { posix } from 'node:path';
import type { Host } from '../host/host.ts';
import type { HostFiles } from '../host/host-files.ts';
import { tsConfigFor } from '../host/read-ts-config.ts';
import { nodeVersion } from '../host/versions/node-version.ts';
import { comingVersion } from '../host/versions/package-version.ts';
import { versionReader } from '../host/versions/read-versions.ts';
import type { VersionInHost } from './dependency-catalogue.ts';

/** What the next install leaves in the host. */
export function versionInHost(files: HostFiles, host: Host): VersionInHost {
  const folder = posix.dirname(host.manifest.path);
  const read = versionReader(files, folder);
  const checksDeclarations = tsConfigFor(files, host.rootModules[0]?.file ?? 'src/main.ts')?.option('skipLibCheck')?.value !== true;
  return (name) => {
    switch (name) {
      case 'node':
        return nodeVersion(files, folder, read);
      case 'checked-typescript':
        return checksDeclarations ? comingVersion(read('typescript')) : null;
      default:
        return comingVersion(read(name));
    }
  };
}
