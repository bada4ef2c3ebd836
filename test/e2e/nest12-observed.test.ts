import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nest12Observed } from '../support/hosts/nest12-observed.ts';
import { type PreparedHost, prepareHost } from '../support/hosts/prepare-host.ts';
import { addTo } from './add-document.ts';
import { observedSpec } from './observed-spec.ts';

const flags = ['--database', 'sqlite'];

describe('add to a host with OpenTelemetry and Terminus', () => {
  let host: PreparedHost;

  beforeAll(async () => {
    host = await prepareHost(nest12Observed);
    const { next } = await addTo(host, flags);
    await host.run('sh', '-c', next.find((step) => step.startsWith('npm install')) ?? 'true');
    await writeFile(join(host.root, 'src/observed.spec.ts'), observedSpec);
  });
  afterAll(() => host?.remove());

  it('the module is among its spans, metrics and health checks', async () => {
    await host.run('node_modules/.bin/tsc', '--noEmit');
    expect(await host.run('npx', 'vitest', 'run', 'src/observed.spec.ts')).toContain('5 passed');
  });

  it('stays connected when the host does not declare OpenTelemetry any more: a second add puts it back', async () => {
    const manifest = join(host.root, 'package.json');
    const text = await readFile(manifest, 'utf8');
    await writeFile(manifest, text.replace(/.*"@opentelemetry\/api".*\n/, ''));
    expect((await addTo(host, flags)).changes.map(({ path }) => path)).toContain('package.json');
    expect(await readFile(manifest, 'utf8')).toContain('"@opentelemetry/api"');
  });
});
