import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnProgress } from '@slipway/contracts';
import type { Toolset } from '@slipway/toolchain';
import { clusterError } from '../cluster-errors.ts';
import type { ClusterInfo } from '../cluster-info.ts';
import { toEmbeddedInfo } from '../cluster-info.ts';
import type { ClusterUpOptions, ToolSource } from '../cluster-options.ts';
import type { ClusterPaths } from '../cluster-paths.ts';
import { LOCAL_NAMESPACE } from '../names.ts';
import { applyObjects, waitForNode } from './cluster-objects.ts';
import type { ComponentPlan, SupervisorStatus } from './component.ts';
import { toComponents } from './components.ts';
import type { Programs, Stage } from './components.ts';
import { ensureIngressCertificate } from './ingress-certificate.ts';
import { buildNodeImages } from './images/node-images.ts';
import { pushImage } from './images/push-image.ts';
import { createKubeApi } from './kube/kube-api.ts';
import { hasLeftovers, stopLeftoverComponents } from './leftovers.ts';
import { readAllHierarchies, removeGroups } from './machine/cgroups.ts';
import { changeMachine } from './machine/change-machine.ts';
import { openJournal } from './machine/journal.ts';
import { readBootId, readNetworkNamespace } from './machine/process-table.ts';
import { createSystem } from './machine/system.ts';
import { changePodNetwork } from './network/change-pod-network.ts';
import { ensureCniFolder } from './network/cni-folder.ts';
import type { PodNetwork } from './network/pod-network.ts';
import { choosePodNetwork, readPodNetwork } from './network/pod-network.ts';
import { readCalicoCrds } from './network/read-crds.ts';
import { ensurePki } from './pki/ensure-pki.ts';
import { preflight, preflightForeign } from './preflight/preflight.ts';
import { startSupervisor } from './start-supervisor.ts';
import { askSupervisor } from './supervisor/control.ts';
import { toCoveredFolders } from './supervisor/prepare-mounts.ts';
import { STAGE_TOOLS, toPrograms } from './toolset.ts';
import { waitFor } from './wait-for.ts';
import { waitForComponents } from './wait-for-components.ts';
import { writeConfiguration } from './write-configuration.ts';
import { writeFiles } from './write-files.ts';

const STAGES: readonly Stage[] = ['node', 'policy', 'dns', 'storage', 'ingress', 'metrics'];
const CORE: readonly Stage[] = ['node', 'policy', 'dns', 'storage', 'ingress'];
const STOP_TIMEOUT_MS = 60_000;

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

/** The programs of several toolsets, in the environment of the node's. */
function toProgramsOf(ready: Map<Stage, Toolset>): Programs {
  const toolsets = [...ready.values()];
  const node = nodeToolsOf(ready);
  const find = (program: string): string => {
    const found = toolsets.find((tools) => hasProgram(tools, program)) ?? node;
    return found.path(program);
  };
  return { ...toPrograms(node), path: find };
}

function nodeToolsOf(ready: Map<Stage, Toolset>): Toolset {
  const node = ready.get('node');
  if (!node) throw new Error('the node has no tools');
  return node;
}

function hasProgram(tools: Toolset, program: string): boolean {
  try {
    return tools.path(program) !== '';
  } catch {
    return false;
  }
}

function toPlan(paths: ClusterPaths, ready: Map<Stage, Toolset>): ComponentPlan {
  const stages = STAGES.filter((stage) => ready.has(stage));
  return { schema: 'slipway.component-plan/v1', components: toComponents(paths, toProgramsOf(ready), stages) };
}

const writePlan = (paths: ClusterPaths, plan: ComponentPlan) =>
  writeFiles([{ path: paths.plan, content: JSON.stringify(plan, null, 2) }]);

/**
 * Leaves a running supervisor with the right plan, certificates and configuration; starts one where
 * there is none, and then answers when.
 */
async function ensureRunning(
  request: EmbeddedUpRequest,
  network: PodNetwork,
  ready: Map<Stage, Toolset>,
  running: SupervisorStatus | undefined,
): Promise<Date | undefined> {
  const { paths } = request;
  const tools = nodeToolsOf(ready);
  const plan = toPlan(paths, ready);
  const { issued } = await ensurePki(paths.pki);
  const facts = {
    cniBin: await ensureCniFolder(paths, tools, network),
    network,
    containerdMajor: await readContainerdMajor(tools),
    maxOpenFiles: await readMaxOpenFiles(),
    resolvConf: await readFile('/etc/resolv.conf', 'utf8').catch(() => ''),
    namespace: (request.namespaces ?? [LOCAL_NAMESPACE])[0],
  };
  const changed = await writeConfiguration(paths, facts);
  await ensureIngressCertificate(paths, request.ingressHosts ?? []);

  if (running && issued.length === 0 && changed.length === 0) {
    const isChanged = (await writePlan(paths, plan)).length > 0;
    // What failed before may have been mended since: it is tried at once instead of after its back-off.
    if (isChanged || running.components.some(({ state }) => state === 'backing-off'))
      await askSupervisor(paths.controlSocket, 'reload', STOP_TIMEOUT_MS);
    return undefined;
  }
  if (running) {
    await askSupervisor(paths.controlSocket, 'stop', STOP_TIMEOUT_MS);
    await waitFor(async () => ((await askSupervisor(paths.controlSocket, 'status', 500)) ? undefined : true), {
      timeoutMs: STOP_TIMEOUT_MS,
    });
  }
  const survivor = await stopLeftoverComponents(paths);
  if (survivor === undefined) await rm(paths.run, { recursive: true, force: true });
  // cAdvisor waits 3 s for each group of a container that is no more, and the kubelet waits for cAdvisor.
  await removeGroups(await readAllHierarchies(), join(paths.cgroup, 'kubepods'));
  await mkdir(paths.run, { recursive: true, mode: 0o700 });

  const system = createSystem((program) => tools.path(program), tools.env);
  const journal = openJournal(paths.journal, { boot: await readBootId(), network: await readNetworkNamespace() });
  await preflightForeign(system, journal, network);
  if (survivor === undefined) await preflight(paths, request.env ?? process.env, { isFree: true, network });
  for (const folder of ['etcd', 'containerd', 'kubelet', 'registry', 'volumes', 'podlogs', 'cni'])
    await mkdir(join(paths.data, folder), { recursive: true, mode: folder === 'volumes' ? 0o755 : 0o700 });
  await changeMachine({ paths, network }, system, journal);
  await writePlan(paths, plan);
  const startedAt = new Date();
  await startSupervisor(paths, {
    busybox: tools.path('busybox'),
    env: toPrograms(tools).env,
    ingressHosts: [...(request.ingressHosts ?? [])],
    covered: toCoveredFolders(network),
    survivor,
  });
  return startedAt;
}

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

async function readContainerdMajor(tools: Toolset): Promise<number> {
  const { runProcess } = await import('@slipway/clients');
  const { stdout } = await runProcess(tools.path('containerd'), ['--version'], { env: tools.env });
  const major = Number(/\bv?(\d+)\.\d+\.\d+/.exec(stdout)?.[1]);
  if (!major)
    throw clusterError({
      code: 'ComponentFailed',
      message: `read the version of containerd: "${stdout.trim()}" names none.`,
    });
  return major;
}

/** The hard limit of open files of this process, which the components inherit; 20 000 at least asked for, 1 000 000 at most. */
async function readMaxOpenFiles(): Promise<number> {
  const limit = /^Max open files\s+\S+\s+(\S+)/m.exec(await readFile('/proc/self/limits', 'utf8'))?.[1];
  return Math.min(limit === 'unlimited' ? 1_000_000 : Number(limit), 1_000_000);
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
