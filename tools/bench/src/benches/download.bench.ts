import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { serviceBundle } from '../artefacts/service-bundle.ts';
import { LISTENING, portIn, serviceEnv } from '../artefacts/service-env.ts';
import { warmBundle } from '../artefacts/warm-bundle.ts';
import type { Bench, BenchContext } from '../bench.ts';
import { readPeakRss } from '../memory/read-memory.ts';
import type { PinnedProcess } from '../processes/spawn-pinned.ts';
import { waitFor } from '../processes/wait-for.ts';

const SERVERS = join(import.meta.dirname, '..', 'servers', 'download');
const MIB = 2 ** 20;
const FAST = 'client as fast as it can';
const SLOW = 'client at 128 MiB/s';
const BYTES_PER_SECOND: Readonly<Record<string, number>> = { [FAST]: 0, [SLOW]: 128 * MIB };
const LONGEST_MS = 60_000;

/** What either end says of a download. */
interface Transfer {
  bytes: number;
  sha256: string;
}

export const bench: Bench = {
  name: 'download',
  rows: [
    {
      id: 'download-peak-rss',
      title: '1 GiB download through backend-api: peak RSS',
      unit: 'MiB',
      bar: 150,
      stretch: 110,
      better: 'lower',
    },
  ],
  async run(context) {
    const bytes = context.pick(1024, 128) * MIB;
    const logDir = join(context.folder, 'logs');
    mkdirSync(logDir);
    const warm = await warmBundle(
      serviceBundle(context.workspace, 'backend-api'),
      join(context.folder, 'app'),
      context.signal,
    );
    const series = await context.alternate({
      sides: [FAST, SLOW],
      rounds: context.pick(3, 1),
      async slice(side) {
        const provider = runNode(context, 1, [join(SERVERS, 'provider.ts'), `${bytes}`]);
        const providerPort = await waitFor('the provider', () => lastLine<{ port?: number }>(provider)?.port);
        const service = runNode(context, 0, [warm.main], {
          ...serviceEnv(logDir),
          ...warm.env,
          EXTERNAL_LOGS_URL: `http://127.0.0.1:${providerPort}/logs`,
          EXTERNAL_INTEGRATION_KEY_DEVELOPMENT: 'bench-key-of-the-provider',
        });
        const port = await waitFor('backend-api', () =>
          LISTENING.test(service.stdout()) ? portIn(service.stdout()) : undefined,
        );
        const idleCpuMs = context.readCpuMs(service.pid);

        const url = `http://127.0.0.1:${port}/download_external_logs?env=development`;
        const client = runNode(context, 1, [join(SERVERS, 'client.ts'), url, `${BYTES_PER_SECOND[side]}`]);
        await client.exited;
        const cpuSeconds = (context.readCpuMs(service.pid) - idleCpuMs) / 1000;
        const peakMiB = readPeakRss(service.pid) / 1024;
        const sent = await waitFor(
          'the provider to end',
          () => {
            const transfer = lastLine<Partial<Transfer>>(provider);
            return transfer?.sha256 === undefined ? undefined : (transfer as Transfer);
          },
          LONGEST_MS,
        );
        checkTransfer(side, sent, lastLine<Transfer>(client), bytes);
        await Promise.all([service.stop(), provider.stop()]);
        return { cpu: { peakMiB, cpuSeconds } };
      },
    });
    return [
      {
        id: 'download-peak-rss',
        value: Math.max(series.median(FAST, 'peakMiB'), series.median(SLOW, 'peakMiB')),
        sides: [FAST, SLOW].flatMap((side) => [
          series.side(side, 'peakMiB', 'MiB'),
          series.side(side, 'cpuSeconds', 's CPU'),
        ]),
        how: `The higher one of two clients, ${bytes / MIB} MiB each by a process of its own; length and hash arrived as sent.`,
      },
    ];
  },
};

function runNode(
  context: BenchContext,
  cpu: number,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): PinnedProcess {
  return context.spawnPinned({ cpu, program: process.execPath, args, env });
}

/** The last whole line that a program printed. */
function lastLine<T>(child: PinnedProcess): T | undefined {
  const line = child.stdout().split('\n').at(-2);
  return line === undefined ? undefined : (JSON.parse(line) as T);
}

function checkTransfer(side: string, sent: Transfer, got: Transfer | undefined, atLeast: number): void {
  if (got && got.bytes === sent.bytes && got.sha256 === sent.sha256 && sent.bytes >= atLeast) return;
  throw new Error(
    `download, ${side}: ${sent.bytes} bytes (${sent.sha256}) were sent, ${got?.bytes} (${got?.sha256}) came.`,
  );
}
