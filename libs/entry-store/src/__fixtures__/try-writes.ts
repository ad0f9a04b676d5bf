import { closeSync, openSync } from 'node:fs';
import { createEntryStore } from '../entry-store.ts';

/** A process of its own, for limits and users: `try-writes.ts <folder> <files to hold open> <writes> [release after ms]`. */
const [folder = '', held = '0', writes = '1', releaseMs] = process.argv.slice(2);

const store = createEntryStore({ folder, host: 'pod-0' });
const opened = await store.open().then(
  () => 'open',
  (error: { code: string }) => error.code,
);
const fds: number[] = [];
try {
  while (fds.length < Number(held)) fds.push(openSync('/dev/null', 'r'));
} catch {
  // The limit is reached, as is meant.
}
if (releaseMs !== undefined) setTimeout(() => fds.forEach((fd) => closeSync(fd)), Number(releaseMs));
const outcomes = await Promise.all(
  Array.from({ length: Number(writes) }, (_, n) =>
    store.write({ n }).then(
      () => 'kept',
      (error: { code: string }) => error.code,
    ),
  ),
);
if (releaseMs === undefined) fds.forEach((fd) => closeSync(fd));
console.log(JSON.stringify({ opened, outcomes: [...new Set(outcomes)], count: outcomes.length }));
await store.close();
