import { join } from 'node:path';
import { onOwnCluster, runScript } from '@slipway/scripts';

/* `npx nx run bench:engine`: the benches of the engine beside a cluster of their own. */
await runScript((run) =>
  onOwnCluster(run, {
    what: 'the benches',
    command: [process.execPath, join(import.meta.dirname, 'main.ts'), '--suite=engine', ...process.argv.slice(2)],
  }),
);
