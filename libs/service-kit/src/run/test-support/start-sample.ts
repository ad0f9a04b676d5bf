import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The sample service as a process. */
export interface Sample {
  child: ChildProcess;
  /** Addresses of the two ports, once it listens. */
  base: string;
  metrics: string;
  port: number;
  output(): string;
  lines(): Record<string, unknown>[];
  /** Settles when that many lines have this message. */
  whenSaid(message: string, times?: number): Promise<void>;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null; at: number }>;
}

const started = new Set<ChildProcess>();

/** Ends what a test left behind. */
export async function stopSamples(): Promise<void> {
  const ended = [...started].map((child) => {
    const whenEnded = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    return whenEnded;
  });
  started.clear();
  await Promise.all(ended);
}

/** Starts the sample service on ports of its own; waits until it listens unless `isListening` is false. */
export async function startSample(
  env: Record<string, string> = {},
  { isListening = true, nodeArgs = [] as string[] } = {},
): Promise<Sample> {
  const child = spawn(process.execPath, [...nodeArgs, join(import.meta.dirname, 'sample-service.ts')], {
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: '0',
      METRICS_PORT: '0',
      HOST: '127.0.0.1',
      LOG_FORMAT: 'json',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal, at: performance.now() }));
  const lines = () =>
    output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const count = (message: string) => output.split(`"message":${JSON.stringify(message)}`).length - 1;
  const whenSaid = async (message: string, times = 1) => {
    while (count(message) < times) {
      await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), exited]);
      if (child.exitCode !== null && count(message) < times) throw new Error(`ended without "${message}":\n${output}`);
    }
  };
  const sample = { child, exited, output: () => output, lines, whenSaid, base: '', metrics: '', port: 0 };
  if (!isListening) return sample;
  await whenSaid('listening');
  const { port, metricsPort } = lines().find(({ message }) => message === 'listening') as Record<string, number>;
  return {
    ...sample,
    port: port as number,
    base: `http://127.0.0.1:${port}`,
    metrics: `http://127.0.0.1:${metricsPort}`,
  };
}
