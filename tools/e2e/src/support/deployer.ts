import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DeployResult, ErrorReport } from '@slipway/contracts';
import { cleanEnvironment } from './run.ts';
import { workspace } from './workspace.ts';

/** A `slipway deploy` that a test can look at and end while it works. */
export interface Deployer {
  /** Resolves when it is at work: with the first step that it tells of. */
  begun: Promise<void>;
  /** Ends the deployer's own process, and none that it has started. */
  kill(signal: NodeJS.Signals): void;
  ended: Promise<DeployerEnd>;
}

/** How a deployer ended. */
export interface DeployerEnd {
  /** Null when a signal ended it. */
  exitCode: number | null;
  /** What `--json` printed; undefined when it was killed before. */
  document: DeployResult | ErrorReport | undefined;
  stderr: string;
  durationMs: number;
}

/** Starts a deploy of some projects to `local`, as a process of its own. `--json` is among the arguments already. */
export function startDeploy(projects: readonly string[], args: readonly string[] = []): Deployer {
  const startedAt = performance.now();
  const program = join(workspace, 'tools', 'cli', 'bin', 'slipway.mjs');
  const argv = [program, 'deploy', '--projects', projects.join(','), '--json', ...args];
  // In a process group of its own: a signal to the tests is none to it.
  const child = spawn(process.execPath, argv, {
    cwd: workspace,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  const ended = once(child, 'close').then(([exitCode]): DeployerEnd => ({
    exitCode: exitCode as number | null,
    document: stdout.trim() === '' ? undefined : (JSON.parse(stdout) as DeployerEnd['document']),
    stderr,
    durationMs: performance.now() - startedAt,
  }));
  const begun = new Promise<void>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
      if (stderr.includes('…')) resolve();
    });
    void ended.then(() => resolve());
  });
  return { begun, kill: (signal) => void child.kill(signal), ended };
}

/** The result document of a deploy. Fails with all that it said when there is none. */
export function resultOf({ document, stderr, exitCode }: DeployerEnd): DeployResult {
  if (document?.schema === 'slipway.result/v1') return document;
  throw new Error(`deploy: exit code ${exitCode}, no result\n${JSON.stringify(document)}\n${stderr}`);
}
