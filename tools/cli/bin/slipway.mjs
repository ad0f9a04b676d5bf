#!/usr/bin/env node
// Plain JavaScript that any Node from 20.19 on can read: it finds a Node that runs TypeScript. Older ones lack names
// that newer modules export, so what Node 24 alone has is never imported by name.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import nodeModule from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { bundleOf } from './bundle.mjs';

const main = join(import.meta.dirname, '..', 'src', 'main.ts');

if (process.features.typescript) {
  // In this process alone; a child such as a tool of the toolchain must not inherit it.
  const root = findPinnedNode()?.replace(/\.bin[/\\]node$/, '');
  const cache = root === undefined ? undefined : join(root, '.cache', 'slipway');
  if (cache !== undefined) nodeModule.enableCompileCache(join(cache, 'compile'));
  const bundle = cache === undefined ? undefined : await bundleOf(main, join(cache, 'bundle'));
  await import(bundle ?? main);
} else {
  const node = findPinnedNode();
  if (node === undefined) {
    process.stderr.write(
      `start slipway: Node ${process.versions.node} cannot run it, and the workspace's own Node is not installed.\n` +
        'Run "npm ci" in the workspace (Linux), or use Node 24 or newer.\n',
    );
    process.exit(64);
  }
  const child = spawn(node, [import.meta.filename, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`start slipway: ${node}: ${error.message}.\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

/** The Node of the lock file, in the nearest node_modules above this file. */
function findPinnedNode() {
  for (let dir = import.meta.dirname; dir !== dirname(dir); dir = dirname(dir)) {
    const candidate = join(dir, 'node_modules', '.bin', 'node');
    if (existsSync(candidate)) return candidate;
  }
  return undefined;
}
