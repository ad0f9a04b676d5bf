import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join, relative } from 'node:path';
import { json } from 'node:stream/consumers';
import { serviceBundle } from '../artefacts/service-bundle.ts';
import { LISTENING, portIn, serviceEnv } from '../artefacts/service-env.ts';
import type { Bench, BenchContext } from '../bench.ts';
import type { AnsweredEntry, EntryFile } from '../entries/check-entries.ts';
import { checkEntries } from '../entries/check-entries.ts';
import { waitFor } from '../processes/wait-for.ts';

const BURSTS = 5;
const PROCESSES = 2;
/** So long that all requests of a burst wait at once and their entries fall due together. */
const WORK_DELAY_MS = 1500;

export const bench: Bench = {
  name: 'entry-store-bursts',
  rows: [
    {
      id: 'entries-lost',
      title: 'entries lost or out of order, 5 bursts of 1,000 on each of two processes, one folder',
      unit: 'entries',
      bar: 0,
      stretch: 0,
      better: 'lower',
    },
  ],
  async run(context) {
    const atOnce = context.pick(1000, 200);
    const logDir = join(context.folder, 'logs');
    mkdirSync(logDir);
    const ports = await Promise.all(Array.from({ length: PROCESSES }, (_, cpu) => startService(context, cpu, logDir)));
    const answers: AnsweredEntry[] = [];
    for (let burst = 0; burst < BURSTS; burst += 1) {
      context.log(`  burst ${burst + 1} of ${BURSTS}`);
      answers.push(...(await sendBurst(ports, atOnce, burst)));
    }
    const { lost, doubled, unknown, unordered } = checkEntries(answers, readEntries(logDir));
    const value = lost + doubled + unknown + unordered;
    const faults = { lost, doubled, 'without an answer': unknown, 'out of order': unordered };
    const toSide = ([name, count]: [string, number]) => ({
      name,
      median: count,
      unit: 'entries',
      spread: 0,
      rounds: 1,
    });
    return [
      {
        id: 'entries-lost',
        value,
        sides: [['answered', answers.length] satisfies [string, number], ...Object.entries(faults)].map(toSide),
        how: `Two processes of the bundle, ${BURSTS} times ${atOnce} GET / at once to each; every answer's file read and compared.`,
      },
    ];
  },
};

async function startService(context: BenchContext, cpu: number, logDir: string): Promise<number> {
  const service = context.spawnPinned({
    cpu,
    program: process.execPath,
    args: [serviceBundle(context.workspace, 'backend-api')],
    env: { ...serviceEnv(logDir), WORK_DELAY_MS: `${WORK_DELAY_MS}` },
  });
  return waitFor('backend-api', () => (LISTENING.test(service.stdout()) ? portIn(service.stdout()) : undefined));
}

/** Throws unless every request was answered with 200. */
async function sendBurst(ports: readonly number[], atOnce: number, burst: number): Promise<AnsweredEntry[]> {
  const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
  const requests = ports.flatMap((port) => Array.from({ length: atOnce }, () => ask(port, agent)));
  return (await Promise.all(requests)).map((entry) => ({ ...entry, burst }));
}

function ask(port: number, agent: Agent): Promise<Omit<AnsweredEntry, 'burst'>> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/', agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`GET / was answered ${response.statusCode}.`));
      json(response).then((body) => resolve(body as Omit<AnsweredEntry, 'burst'>), reject);
    }).on('error', reject);
  });
}

function readEntries(logDir: string): EntryFile[] {
  return readdirSync(logDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.log'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => ({ name: relative(logDir, path), text: readFileSync(path, 'utf8') }));
}
