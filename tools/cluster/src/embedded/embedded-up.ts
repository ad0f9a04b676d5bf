import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnProgress } from '@slipway/contracts';
import type { Toolset } from '@slipway/toolchain';
import type { ClusterInfo } from '../cluster-info.ts';
import { toEmbeddedInfo } from '../cluster-info.ts';
import type { ClusterUpOptions, ToolSource } from '../cluster-options.ts';
import type { ClusterPaths } from '../cluster-paths.ts';
import { LOCAL_NAMESPACE } from '../names.ts';
import { applyObjects, waitForNode } from './cluster-objects.ts';
import type { SupervisorStatus } from './component.ts';
import { toPlan, toProgramsOf, writePlan } from './component-plan.ts';
import { toComponents } from './components.ts';
import type { Stage } from './components.ts';
import { ensureRunning } from './ensure-running.ts';
import { buildNodeImages } from './images/node-images.ts';
import { pushImage } from './images/push-image.ts';
import { createKubeApi } from './kube/kube-api.ts';
import { hasLeftovers } from './leftovers.ts';
import { changePodNetwork } from './network/change-pod-network.ts';
import { choosePodNetwork, readPodNetwork } from './network/pod-network.ts';
import { readCalicoCrds } from './network/read-crds.ts';
import { preflight } from './preflight/preflight.ts';
import { askSupervisor } from './supervisor/control.ts';
import { STAGE_TOOLS, toPrograms } from './toolset.ts';
import { waitForComponents } from './wait-for-components.ts';

const STAGES: readonly Stage[] = ['node', 'policy', 'dns', 'storage', 'ingress', 'metrics'];
const CORE: readonly Stage[] = ['node', 'policy', 'dns', 'storage', 'ingress'];

/** Everything `embeddedUp` works with. */
export interface EmbeddedUpRequest extends ClusterUpOptions {
  paths: ClusterPaths;
  tools: ToolSource;
}

/** Brings the embedded cluster up or completes it. The caller holds the cluster's lock. */
export async function embeddedUp(request: EmbeddedUpRequest): Promise<ClusterInfo> {
  const { paths, signal, onProgress = () => undefined, until = 'all' } = request;
  const network = choosePodNetwork(request.networkPolicy, await readPodNetwork(paths));
  const isOfNetwork = (stage: Stage) => stage !== 'policy' || network === 'calico';
  const wanted = (until === 'core' ? CORE : STAGES).filter(isOfNetwork);
  const isRunning = (await askSupervisor(paths.controlSocket, 'status')) !== undefined;
  // Before the first tool is built: a fault found after minutes would be found too late.
  if (!isRunning) {
    const isFree = !(await hasLeftovers(paths));
    await preflight(paths, request.env ?? process.env, { isFree, network });
  }

  // The plugin that connects pods must be there before the first pod.
  const first = network === 'calico' ? [...STAGE_TOOLS.node, ...STAGE_TOOLS.policy] : STAGE_TOOLS.node;
  const tools = await request.tools.ensure(first, toToolOptions(request));
  await changePodNetwork(request, network, tools);
  const running = await askSupervisor(paths.controlSocket, 'status');
  const ready = new Map<Stage, Toolset>([['node', tools]]);
  if (network === 'calico') ready.set('policy', tools);
  const crds = network === 'calico' ? await readCalicoCrds(tools) : [];
  for (const stage of STAGES) {
    if (ready.has(stage) || !isOfNetwork(stage)) continue;
    const found = await request.tools.find(STAGE_TOOLS[stage], toEnvOption(request)).catch(() => undefined);
    if (found) ready.set(stage, found);
  }

  await phase(onProgress, 'cluster/node', 'Start the Kubernetes node', 6000, async () => {
    const startedAt = await ensureRunning(request, network, ready, running);
    const kube = await createKubeApi(paths);
    try {
      await waitForComponents(paths, ['registry'], signal);
      for (const [reference, image] of await buildNodeImages(toPrograms(tools)))
        await pushImage(reference, image, signal);
      await waitForComponents(paths, ['kube-apiserver'], signal);
      await applyObjects(kube, [...ready.keys()], {
        namespaces: request.namespaces ?? [LOCAL_NAMESPACE],
        caPem: await readFile(join(paths.pki, 'ca.crt'), 'utf8'),
        crds,
        signal,
      });
      const names = toComponents(
        paths,
        toProgramsOf(ready),
        [...ready.keys()].filter((stage) => wanted.includes(stage)),
      );
      await waitForComponents(
        paths,
        names.map(({ name }) => name),
        signal,
      );
      await waitForNode(kube, startedAt, signal);
    } finally {
      kube.close();
    }
  });

  for (const stage of wanted) {
    if (ready.has(stage)) continue;
    ready.set(stage, await request.tools.ensure(STAGE_TOOLS[stage], toToolOptions(request)));
    await phase(onProgress, `cluster/${stage}`, `Start ${STAGE_TITLES[stage]}`, 2000, () =>
      addStage(request, ready, stage),
    );
  }
  const status = await askSupervisor(paths.controlSocket, 'status');
  return toEmbeddedInfo(paths, toState(status, wanted), network, status?.components);
}

const STAGE_TITLES: Record<Stage, string> = {
  node: 'the Kubernetes node',
  policy: 'the enforcement of NetworkPolicies',
  dns: 'the cluster DNS',
  storage: 'the volume provisioner',
  ingress: 'the ingress',
  metrics: 'the metrics server',
};

const toEnvOption = ({ env }: ClusterUpOptions) => (env ? { env } : {});
const toToolOptions = ({ onProgress, signal, env }: ClusterUpOptions) => ({
  ...toEnvOption({ ...(env ? { env } : {}) }),
  ...(onProgress ? { onProgress } : {}),
  ...(signal ? { signal } : {}),
});

async function addStage(request: EmbeddedUpRequest, ready: Map<Stage, Toolset>, stage: Stage): Promise<void> {
  const { paths, signal } = request;
  await writePlan(paths, toPlan(paths, ready));
  await askSupervisor(paths.controlSocket, 'reload', 60_000);
  const kube = await createKubeApi(paths);
  try {
    const caPem = await readFile(join(paths.pki, 'ca.crt'), 'utf8');
    await applyObjects(kube, [stage], { namespaces: [], caPem, signal });
  } finally {
    kube.close();
  }
  const names = toComponents(paths, toProgramsOf(ready), [stage]).map(({ name }) => name);
  await waitForComponents(paths, names, signal);
}

function toState(status: SupervisorStatus | undefined, wanted: readonly Stage[]): ClusterInfo['state'] {
  if (!status) return 'degraded';
  const optional = wanted.includes('metrics') ? [] : ['metrics-server'];
  return status.components.every(({ name, state }) => state === 'ready' || optional.includes(name))
    ? 'running'
    : 'starting';
}

/** Tells the start and the end of one phase around `work`. */
async function phase(
  onProgress: OnProgress,
  id: string,
  title: string,
  expectedMs: number,
  work: () => Promise<void>,
): Promise<void> {
  onProgress({ type: 'phase-started', phase: id, title, expectedMs });
  try {
    await work();
    onProgress({ type: 'phase-done', phase: id });
  } catch (error) {
    onProgress({ type: 'phase-failed', phase: id, detail: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}
