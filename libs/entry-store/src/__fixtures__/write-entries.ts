import { createEntryStore } from '../entry-store.ts';

/**
 * A process of its own that writes: `write-entries.ts <folder> <bursts> <per burst> <ends how>`. Says the
 * names that it was given, one burst per line, and ends well (`close`), by a crash (`crash`) or not (`stay`).
 */
const [folder = '', bursts = '1', perBurst = '1', end = 'close'] = process.argv.slice(2);

const store = createEntryStore({ folder, host: 'pod-0' });
await store.open();
for (let burst = 0; burst < Number(bursts); burst += 1) {
  const names = await Promise.all(Array.from({ length: Number(perBurst) }, (_, n) => store.write({ burst, n })));
  console.log(JSON.stringify(names));
}
if (end === 'close') await store.close();
if (end === 'crash') process.kill(process.pid, 'SIGKILL');
if (end === 'stay') setInterval(() => undefined, 1000);
