import { formatDuration } from '@slipway/cli';
import { createFilesClient, createKubeClient } from '@slipway/clients';
import type { ClusterInfo } from '@slipway/cluster';
import { clusterUp } from '@slipway/cluster';
import { SlipwayError } from '@slipway/contracts';
import { readEnvironment } from '@slipway/engine';
import { ensureTools } from '@slipway/toolchain';
import type { IngressAnswer } from './support/ingress.ts';
import { listIngressHosts, probeIngress } from './support/ingress.ts';
import { runNx } from './support/run-nx.ts';
import type { ScriptRun } from './support/run-script.ts';
import { runScript } from './support/run-script.ts';
import { singleRun } from './support/single-run.ts';
import { workspaceRoot } from './support/workspace-root.ts';

/** What images and releases are made with, besides what the cluster itself needs. */
const RELEASE_TOOLS = ['helm', 'crane', 'kubeconform', 'kubernetes-schemas', 'buildah', 'base-libraries'] as const;

await runScript((run) => {
  const onWait = () => run.say('Another "npm run up" is at work here; waiting for it.');
  return singleRun('up', { signal: run.signal, onWait }, () => up(run));
});

/** Every phase does only what is missing, so that an interrupted run is continued by the next one. */
async function up({ signal, progress, say }: ScriptRun): Promise<number> {
  const started = performance.now();
  const { onProgress } = progress;
  const environment = await readEnvironment({ workspaceRoot, name: 'local', env: {} }, createFilesClient());
  const provider = environment.cluster?.provider ?? 'auto';
  const { networkPolicy } = environment.cluster ?? {};
  const { namespace } = environment;
  const namespaces = typeof namespace === 'string' ? [namespace] : [...new Set(Object.values(namespace))];
  // `provider: context` takes an existing cluster, which the environment's file names.
  const named = environment.context === undefined ? {} : { context: environment.context };
  const policy = networkPolicy === undefined ? {} : { networkPolicy };
  const cluster = { workspaceRoot, provider, namespaces, onProgress, signal, ...named, ...policy };

  say('[1/5] Local cluster: node, DNS, storage, ingress (about 8 min when its tools must be built, else 10 s)');
  const info = await clusterUp({ ...cluster, until: 'core' });
  say('[2/5] Tools for images and charts (about 4 min the first time)');
  await ensureTools(RELEASE_TOOLS, { onProgress, signal });
  say('[3/5] Build, image and release of every service (about 1 min when all is new, 3 s when nothing is)');
  await deployAll(signal, say);
  say('[4/5] Ask every service through the ingress');
  const answers = await verify(info, namespaces, signal);
  for (const { host, status } of answers)
    say(`  ✓ ${host} answers ${status} (after ${formatDuration(performance.now() - started)})`);
  say('[5/5] The rest of the cluster: metrics (about 2 min the first time)');
  const complete = await clusterUp({ ...cluster, until: 'all' });

  progress.end();
  process.stdout.write(toSummary(complete, answers, performance.now() - started));
  return 0;
}

async function deployAll(signal: AbortSignal, say: (line: string) => void): Promise<void> {
  const args = ['run-many', '-t', 'deploy', '-c', 'local', '--output-style=stream'];
  // `up` is about the local cluster, whatever the shell is set to for other commands.
  const env = { SLIPWAY_CONTEXT: undefined, SLIPWAY_REGISTRY: undefined };
  const exitCode = await runNx(args, { signal, env, onLine: (line) => line.trim() && say(`  ${line}`) });
  if (exitCode === 0) return;
  throw new SlipwayError({
    code: 'DeployFailed',
    message: 'deploy every service to local: at least one task failed; its cause is above.',
    hint: 'Correct it and run "npm run up" again; what succeeded is kept. "npx slipway status" shows what runs.',
  });
}

async function verify(info: ClusterInfo, namespaces: string[], signal: AbortSignal): Promise<IngressAnswer[]> {
  const kube = createKubeClient({ kubeconfig: info.kubeconfig, context: info.context });
  const hosts = await listIngressHosts(kube, namespaces);
  const port = portOf(info.ingress.http);
  const answers = await Promise.all(hosts.map((host) => probeIngress(host, port, signal)));
  const silent = answers.filter(({ status }) => status !== 200);
  if (silent.length === 0) return answers;
  throw new SlipwayError({
    code: 'IngressNotAnswering',
    message: `ask the services through the ingress: ${silent.map(({ host, status }) => `${host} ${status ?? 'does not answer'}`).join(', ')}.`,
    hint: '"npx slipway status" and "npx slipway cluster status" show what is wrong.',
  });
}

function portOf(url: string): number {
  return Number(/:(\d+)$/.exec(url)?.[1] ?? 80);
}

function toSummary({ ingress, kubeconfig, context }: ClusterInfo, answers: IngressAnswer[], tookMs: number): string {
  const http = portOf(ingress.http);
  const https = portOf(ingress.https);
  return [
    `Everything is up (${formatDuration(tookMs)}).`,
    '',
    ...answers.map(({ host }) => `  http://${host}:${http}/   https://${host}:${https}/`),
    '',
    ...(ingress.caFile ? [`  authority of the https addresses   ${ingress.caFile}`] : []),
    `  kubeconfig (context ${context})   ${kubeconfig}`,
    '  kubectl and the other tools        npx slipway toolchain exec -- kubectl get pods -A',
    '  what runs, and why if it does not  npx slipway status',
    '  stop                               npm run down (data stays; -- --purge removes it)',
    '',
  ].join('\n');
}
