#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { isOldNode, oldNodeAnswer, type Start } from './app/old-node.ts';

// Hosts may sit on a Node that cannot load the rest: nothing is imported before that is known.
if (isOldNode(process.versions.node)) {
  const { name, version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Start['generator'];
  const argv = process.argv.slice(2);
  const answer = oldNodeAnswer({ node: process.versions.node, platform: process.platform, argv, generator: { name, version } });
  (argv.includes('--json') ? process.stdout : process.stderr).write(answer);
  process.exitCode = 4;
} else {
  await import('./cli.ts');
}
