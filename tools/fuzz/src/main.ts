import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { abortOnSignals, createProgressPrinter, toErrorText } from '@slipway/cli';
import { SlipwayError } from '@slipway/contracts';
import { startServiceProcess } from '@slipway/service-testing';
import { ensureTools } from '@slipway/toolchain';
import { findCanaries } from './findings/find-canaries.ts';
import { fuzzBrokenService, fuzzService, readFiles } from './fuzz-service.ts';
import { parseOptions } from './options.ts';
import { createCanaries } from './services/canaries.ts';
import { findServices, selectServices } from './services/find-services.ts';
import { toServiceEnvironment } from './services/service-environment.ts';

/** Whatever was asked for, it ends by then; a service that hangs would hold it up for ever. */
const TIME_LIMIT_MS = 5 * 60_000;
/** One fault can be found thousands of times. */
const SHOWN_FINDINGS = 20;
/** The others are its clients. */
const UPSTREAM = 'data-api';
const workspace = resolve(import.meta.dirname, '..', '..', '..');

process.exitCode = await main();
// Connections that are kept alive must not keep the process.
setTimeout(() => process.exit(), 1000).unref();

async function main(): Promise<number> {
  const stop = abortOnSignals();
  const progress = createProgressPrinter({ stream: process.stderr });
  try {
    const options = parseOptions(process.argv.slice(2));
    const names = selectServices(findServices(workspace), options.only);
    const tools = await ensureTools(['schemathesis'], { onProgress: progress.onProgress, signal: stop });
    progress.end();
    const signal = AbortSignal.any([stop, AbortSignal.timeout(TIME_LIMIT_MS)]);
    process.stdout.write(`seed ${options.seed}: --seed=${options.seed} makes the same cases again\n`);
    const found = await fuzz(names, { ...options, program: tools.path('schemathesis'), signal });
    for (const line of found.slice(0, SHOWN_FINDINGS)) process.stdout.write(`found: ${line}\n`);
    process.stdout.write(`${names.length} services fuzzed, ${found.length} findings (seed ${options.seed})\n`);
    return found.length === 0 ? 0 : 1;
  } catch (error) {
    progress.end();
    const fault: unknown = stop.aborted ? stop.reason : error;
    process.stderr.write(toErrorText(fault));
    return fault instanceof SlipwayError ? fault.exitCode : 1;
  }
}

type Run = Pick<Parameters<typeof fuzzService>[0], 'seed' | 'examples' | 'paths' | 'program' | 'signal'>;

/** Fuzzes one service after the other: first with all that it needs, then without upstream and log folder. */
async function fuzz(names: readonly string[], run: Run): Promise<string[]> {
  const canaries = createCanaries();
  const logs = mkdtempSync(join(tmpdir(), 'slipway-fuzz-'));
  const reports = join(workspace, 'dist', 'fuzz');
  rmSync(reports, { recursive: true, force: true });
  const start = (project: string, logDir: string, upstreamUrl?: string) =>
    startServiceProcess({ project, env: toServiceEnvironment({ canaries, logDir, upstreamUrl }) });
  try {
    const found: string[] = [];
    for (const name of names) {
      const logDir = join(logs, name);
      await using upstream = await start(UPSTREAM, join(logs, `upstream of ${name}`));
      await using service = await start(name, logDir, upstream.url);
      const say = (line: string) => void process.stdout.write(`${line}\n`);
      const options = { ...run, name, service, canaries, folder: join(reports, name), say };
      const ofService = await fuzzService(options);
      await upstream.stop();
      if (existsSync(logDir)) breakFolder(logDir);
      ofService.push(...(await fuzzBrokenService(options)));
      const { code, signal } = await service.stop();
      if (code !== 0) ofService.push(`it ended with ${code ?? signal} instead of 0`);
      found.push(...ofService.map((line) => `${name}: ${line}`));
    }
    return [...found, ...findCanaries(canaries.env, readFiles(logs))];
  } finally {
    rmSync(logs, { recursive: true, force: true });
  }
}

/** A file in the place of a folder: nothing can be written below it any more, whoever runs this. */
function breakFolder(folder: string): void {
  renameSync(folder, `${folder} until it broke`);
  writeFileSync(folder, '');
}
