import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceProcess } from '@slipway/service-testing';
import { askRandomPaths } from './ask-random-paths.ts';
import { findCanaries } from './findings/find-canaries.ts';
import { findCrashes } from './findings/find-crashes.ts';
import { findGrowth, readMemoryMib } from './findings/memory.ts';
import { countNotFound, findUnboundSeries, toRequestSeries } from './findings/metric-series.ts';
import type { FuzzOptions } from './options.ts';
import { runSchemathesis } from './run-schemathesis.ts';
import type { Canaries } from './services/canaries.ts';
import { toShownLines } from './to-shown-lines.ts';

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

/** Fuzzes one running service that has all it needs; gives what was found, nothing when all held. */
export async function fuzzService(options: FuzzServiceOptions): Promise<string[]> {
  const { service, seed, signal } = options;
  const before = readMemoryMib(service.pid);
  const found = await holdAgainstDocument(options, 'healthy');

  // The first unknown path makes the series of all of them.
  found.push(...(await askRandomPaths(service.url, { count: 1, seed: seed - 1, signal })));
  const metricsBefore = await readMetrics(options, 1);
  found.push(...(await askRandomPaths(service.url, { count: options.paths, seed, signal })));
  const metrics = await readMetrics(options, countNotFound(metricsBefore) + options.paths);
  const added = toRequestSeries(metrics).length - toRequestSeries(metricsBefore).length;
  if (added > 0) found.push(`${options.paths} random paths added ${added} metric series`);
  const document = await readText(`${service.url}/openapi.json`, signal);
  found.push(...findUnboundSeries(metrics, Object.keys((JSON.parse(document) as { paths: object }).paths)));

  for (const path of ['/healthz', '/readyz']) {
    const { status } = await fetch(service.url + path, { signal });
    if (status !== 200) found.push(`${path} answers ${status} after it`);
  }
  return [...found, ...findGrowth(before, readMemoryMib(service.pid)), ...findCrashes(service.output())];
}

/**
 * Fuzzes a service from which something was taken that it needs: it may fail then, but only as its document
 * says, and stays alive.
 */
export async function fuzzBrokenService(options: FuzzServiceOptions): Promise<string[]> {
  const found = await holdAgainstDocument(options, 'broken');
  const { status } = await fetch(`${options.service.url}/healthz`, { signal: options.signal });
  if (status !== 200) found.push(`/healthz answers ${status} when what it needs is gone`);
  return [...found, ...findCrashes(options.service.output(), { withErrors: false })];
}

async function holdAgainstDocument(options: FuzzServiceOptions, state: 'healthy' | 'broken'): Promise<string[]> {
  const { service, canaries, name } = options;
  const folder = join(options.folder, state);
  const say = (line: string) => options.say(`${name}, ${state}: ${line}`);
  say(`up to ${options.examples} cases per operation`);
  const run = await runSchemathesis({
    ...options,
    url: service.url,
    key: canaries.key,
    folder,
    mayFail: state === 'broken',
  });
  toShownLines(run.output, run.isGood).forEach(say);
  const places = [
    { name: 'its output', text: service.output() },
    { name: 'its metrics', text: await readText(service.metricsUrl, options.signal) },
    { name: 'the output of schemathesis', text: run.output },
    ...readFiles(folder),
  ];
  const found = findCanaries(canaries.env, places);
  return run.isGood ? found : [`schemathesis found what stands above (${state})`, ...found];
}

/** The metrics, once they count so many unknown paths at least: an answer is counted a moment after its client has it. */
async function readMetrics({ service, signal }: FuzzServiceOptions, notFound: number): Promise<string> {
  for (;;) {
    const page = await readText(service.metricsUrl, signal);
    if (countNotFound(page) >= notFound) return page;
  }
}

async function readText(url: string, signal: AbortSignal): Promise<string> {
  return (await fetch(url, { signal })).text();
}

/** All files below a folder. */
export function* readFiles(folder: string): Generator<{ name: string; text: string }> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    yield { name: path, text: readFileSync(path, 'utf8') };
  }
}
