#!/usr/bin/env node
// The command of the packed plugin. Any Node can read this file; what it loads needs 22.12.
import module from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 12)) {
  const end = here.lastIndexOf(`${sep}node_modules${sep}`);
  // In this process alone; a child such as a tool of the toolchain must not inherit it.
  if (end >= 0) module.enableCompileCache(join(here.slice(0, end), 'node_modules', '.cache', 'slipway', 'compile'));
  await import('../lib/cli.js');
} else {
  process.stderr.write(
    `start slipway: Node ${process.versions.node} cannot run it.\nUse Node 22.12 or newer, best Node 24.\n`,
  );
  process.exit(64);
}
