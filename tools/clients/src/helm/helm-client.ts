import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { HelmClient, HelmSource } from '@slipway/contracts';
import { createGate } from '../process/create-gate.ts';
import { ProcessError } from '../process/process-error.ts';
import { runProcess } from '../process/run-process.ts';
import { toHelmError } from './helm-errors.ts';

/** Where Helm is and which cluster it speaks to. */
export interface HelmClientOptions {
  /** Absolute path of the program, asked for on first use: an unchanged release needs no Helm at all. */
  program: () => Promise<string> | string;
  /** Environment of the program. Default: this process's. */
  env?: (() => Promise<NodeJS.ProcessEnv>) | undefined;
  kubeconfig?: string | undefined;
  context?: string | undefined;
}

/** Variables that would turn Helm to another cluster, store or namespace behind our back. */
const FOREIGN_VARIABLES = /^HELM_(KUBE|NAMESPACE|DRIVER|DEBUG|MAX_HISTORY|BURST_LIMIT|QPS)/;
/**
 * Renders and upgrades at once. They are bound by the CPU; more of them only keep the first pods from starting. The
 * releases that wait for their pods are not counted: that is `--parallel`.
 */
const AT_ONCE = 2 * availableParallelism();
/** Helm lives for a second and needs no tidy heap: a quarter less CPU. */
const GO_HEAP = { GOGC: '400' };
/**
 * A server-side apply is held to the schema by the server; Helm would read the whole schema only to learn that the
 * server does so. The same objects are refused, with the same words, for less than half of the CPU.
 */
const NO_SCHEMA = '--disable-openapi-validation';
/** Revisions that Helm keeps of one release. */
const HISTORY = '10';

/**
 * The real Helm 4. Never waits for workloads (that is the engine's own watch); each run has its own
 * process group, which ends with `signal` and with this process. Objects are written by server-side
 * apply, and the chart's fields win over whoever edited them by hand.
 */
export function createHelmClient(options: HelmClientOptions): HelmClient {
  const cluster = [
    ...(options.kubeconfig ? ['--kubeconfig', options.kubeconfig] : []),
    ...(options.context ? ['--kube-context', options.context] : []),
  ];
  const gate = createGate(AT_ONCE);
  const run = async (args: string[], { signal, input, what }: RunOptions) => {
    const program = await options.program();
    const env = toEnv((await options.env?.()) ?? process.env);
    try {
      return await runProcess(program, args, { env, signal, input, dieWithParent: true, killAfterMs: 15_000 });
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof ProcessError ? toHelmError(what, error) : error;
    }
  };

  return {
    async fingerprint() {
      const program = await options.program();
      const { size, mtimeMs } = await stat(program);
      return `${program}:${size}:${Math.round(mtimeMs)}`;
    },
    async template(ref, source, signal) {
      const args = ['template', ref.name, source.chartDir, '-n', ref.namespace, ...valuesArgs(source)];
      const what = `render release ${ref.name}`;
      const { stdout } = await gate(() => run(args, { signal, input: valuesInput(source), what }));
      return stdout;
    },
    async fetchDependencies(chartDir, signal) {
      await run(['dependency', 'build', chartDir], { signal, what: `fetch dependencies of ${chartDir}` });
    },
    async upgrade(ref, source, { labels, description, timeoutMs, signal }) {
      const args = [
        'upgrade', '--install', ref.name, source.chartDir, '-n', ref.namespace, ...cluster, ...valuesArgs(source),
        '--labels', toLabels(labels),
        '--description', description,
        '--timeout', `${Math.ceil(timeoutMs / 1000)}s`,
        '--history-max', HISTORY,
        '--server-side=true', '--force-conflicts', '--reset-values', NO_SCHEMA,
      ]; // prettier-ignore
      const what = `install release ${ref.name} in ${ref.namespace}`;
      await gate(() => run(args, { signal, input: valuesInput(source), what }));
    },
    async rollback(ref, revision, signal) {
      const args = ['rollback', ref.name, String(revision), '-n', ref.namespace, ...cluster, '--history-max', HISTORY];
      await run([...args, '--server-side=true', '--force-conflicts'], {
        signal,
        what: `take release ${ref.name} back to revision ${revision}`,
      });
    },
    async uninstall(ref, signal) {
      const args = ['uninstall', ref.name, '-n', ref.namespace, ...cluster, '--ignore-not-found'];
      const { stdout, stderr } = await run(args, { signal, what: `uninstall release ${ref.name}` });
      return !/not found/.test(stdout + stderr);
    },
    async test(ref, { timeoutMs, signal }) {
      const args = [
        'test',
        ref.name,
        '-n',
        ref.namespace,
        ...cluster,
        '--logs',
        '--timeout',
        `${Math.ceil(timeoutMs / 1000)}s`,
      ];
      try {
        const { stdout } = await run(args, { signal, what: `test release ${ref.name}` });
        return { passed: true, output: stdout };
      } catch (error) {
        const { cause } = error as { cause?: unknown };
        if (!(cause instanceof ProcessError) || cause.processExitCode === undefined) throw error;
        return { passed: false, output: `${cause.stdout}\n${cause.stderr}` };
      }
    },
    async manifest(ref, signal) {
      const args = ['get', 'manifest', ref.name, '-n', ref.namespace, ...cluster];
      return (await run(args, { signal, what: `read release ${ref.name}` })).stdout;
    },
    async hooks(ref, signal) {
      const args = ['get', 'hooks', ref.name, '-n', ref.namespace, ...cluster];
      return (await run(args, { signal, what: `read release ${ref.name}` })).stdout;
    },
    async chartName(ref, signal) {
      const args = ['get', 'metadata', ref.name, '-n', ref.namespace, ...cluster, '-o', 'json'];
      const { stdout } = await run(args, { signal, what: `read release ${ref.name}` });
      return String((JSON.parse(stdout) as { chart?: string }).chart ?? '');
    },
  };
}

interface RunOptions {
  signal?: AbortSignal | undefined;
  input?: string | undefined;
  /** For the error: what was being done. */
  what: string;
}

function toEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...GO_HEAP, ...Object.fromEntries(Object.entries(env).filter(([name]) => !FOREIGN_VARIABLES.test(name))) };
}

/** Values files in order, then the engine's own from standard input, so that they stand in no command line. */
function valuesArgs(source: HelmSource): string[] {
  const files = source.valuesFiles.flatMap((file) => ['-f', file]);
  return Object.keys(source.values).length ? [...files, '-f', '-'] : files;
}

function valuesInput(source: HelmSource): string | undefined {
  return Object.keys(source.values).length ? JSON.stringify(source.values) : undefined;
}

function toLabels(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}
