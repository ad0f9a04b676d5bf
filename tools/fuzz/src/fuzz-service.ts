import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceProcess } from '@slipway/testing';
import { askRandomPaths } from './ask-random-paths.ts';
import { findCanaries } from './findings/find-canaries.ts';
import { findCrashes } from './findings/find-crashes.ts';
import { findGrowth, readMemoryMib } from './findings/memory.ts';
import { countUnknownPaths, findUnboundSeries, toRequestSeries } from './findings/metric-series.ts';
import type { FuzzOptions } from './options.ts';
import { runSchemathesis } from './run-schemathesis.ts';
import type { Canaries } from './services/canaries.ts';

/** What one service is fuzzed with. */
export interface FuzzServiceOptions extends Pick<FuzzOptions, 'seed' | 'examples' | 'paths'> {
  name: string;
  service: ServiceProcess;
  canaries: Canaries;
  /** The program schemathesis. */
  program: string;
  /** Where what was sent and answered is written. */
  folder: string;
  signal: AbortSignal;
  say: (line: string) => void;
}

/** Fuzzes one running service; gives what was found, nothing when all held. */
export async function fuzzService(options: FuzzServiceOptions): Promise<string[]> {
  const { service, canaries, seed, folder } = options;
  const before = readMemoryMib(service.pid);
  const run = await runSchemathesis({ ...options, url: service.url, key: canaries.key, onLine: options.say });
  const found = run.isGood ? [] : ['schemathesis found what stands above'];

  // The first unknown path makes the series of all of them.
  found.push(...(await askRandomPaths(service.url, 1, seed - 1)));
  const seriesBefore = toRequestSeries(await readMetrics(service, 1)).length;
  found.push(...(await askRandomPaths(service.url, options.paths, seed)));
  const metrics = await readMetrics(service, 1 + options.paths);
  const added = toRequestSeries(metrics).length - seriesBefore;
  if (added > 0) found.push(`${options.paths} random paths added ${added} metric series`);
  const document = await readText(`${service.url}/openapi.json`);
  found.push(...findUnboundSeries(metrics, Object.keys((JSON.parse(document) as { paths: object }).paths)));

  for (const path of ['/healthz', '/readyz']) {
    const { status } = await fetch(service.url + path);
    if (status !== 200) found.push(`${path} answers ${status} after it`);
  }
  found.push(...findGrowth(before, readMemoryMib(service.pid)), ...findCrashes(service.output()));
  const places = [
    { name: 'its output', text: service.output() },
    { name: 'its metrics', text: metrics },
    { name: 'its document', text: document },
    { name: 'the output of schemathesis', text: run.output },
    ...readFiles(folder),
  ];
  return [...found, ...findCanaries(canaries.env, places)];
}

/** The metrics, once they count so many unknown paths: an answer is counted a moment after its client has it. */
async function readMetrics({ metricsUrl }: ServiceProcess, unknownPaths: number): Promise<string> {
  for (;;) {
    const page = await readText(metricsUrl);
    if (countUnknownPaths(page) >= unknownPaths) return page;
  }
}

async function readText(url: string): Promise<string> {
  return (await fetch(url)).text();
}

/** All files below a folder. */
export function* readFiles(folder: string): Generator<{ name: string; text: string }> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    yield { name: path, text: readFileSync(path, 'utf8') };
  }
}
