import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  createAdmissionClient,
  createCheckovClient,
  createFilesClient,
  createHelmClient,
  createHelmLintClient,
  createHelmUnittestClient,
  createKubeconformClient,
  createKubeLinterClient,
  createKubeScoreClient,
  createNcaClient,
  createReleaseHistory,
  isShallowClone,
  listSchemaFolders,
} from '@slipway/clients';
import type { LintPolicy, ManifestChecker, OnProgress } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { LintClients } from '@slipway/engine';
import { RELEASE_TAGS } from '@slipway/engine';
import type { ToolName, Toolset } from '@slipway/toolchain';
import { ensureTools, findTools, TOOL_NAMES } from '@slipway/toolchain';

/** What the clients of a lint are made from. */
export interface LintClientsOptions {
  workspaceRoot: string;
  policy: LintPolicy | undefined;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  onProgress: OnProgress;
  /** Whether the project that the check `reachability` runs with is among the charts. */
  isReachabilityHere: boolean;
}

/** A check that is asked for and cannot be had. */
export interface Unavailable {
  name: string;
  reason: string;
  /** Whether nothing is amiss, so that it must not fail a strict lint either. */
  isExpected?: boolean;
}

/**
 * The real clients, obtaining what is missing. Throws when Helm, kubeconform or the schemas cannot be had; any other
 * program that cannot be had makes its check unavailable.
 */
export async function createLintClients(
  options: LintClientsOptions,
): Promise<{ clients: LintClients; unavailable: Unavailable[] }> {
  const { env, signal, onProgress, policy } = options;
  const tools = await ensureTools(['helm', 'kubeconform', 'kubernetes-schemas'], { env, signal, onProgress });
  const helm = { program: tools.path('helm'), env: withRareCollection(tools.env) };
  const { folders, missing } = chooseSchemas(tools.root('kubernetes-schemas'), policy?.kubernetesVersions);
  const newest = folders.at(-1)?.version.split('.').slice(0, 2).join('.') ?? '';
  const checkers = await findCheckers(newest, options);
  return {
    clients: {
      files: createFilesClient(),
      helm: createHelmClient({ program: () => helm.program, env: async () => helm.env }),
      linter: createHelmLintClient(helm),
      validators: folders.map(({ dir }) =>
        createKubeconformClient({
          program: tools.path('kubeconform'),
          schemasDir: dir,
          crdsDir: join(tools.root('kubernetes-schemas'), 'crds'),
          env: tools.env,
        }),
      ),
      ...checkers.found,
    },
    unavailable: [...missing, ...checkers.unavailable],
  };
}

/** The newest schemas of each `major.minor` that is asked for; of none asked for the newest of all. */
export function chooseSchemas(root: string, asked: readonly string[] | undefined) {
  const all = listSchemaFolders(root, readdirSync(root));
  if (!asked?.length) return { folders: all.slice(-1), missing: [] };
  const folders = all.filter(
    ({ version }, index) =>
      asked.includes(minorOf(version)) && minorOf(all[index + 1]?.version ?? '') !== minorOf(version),
  );
  const missing = asked
    .filter((minor) => !all.some(({ version }) => minorOf(version) === minor))
    .map((minor) => ({ name: `schema ${minor}`, reason: `the toolchain has no schemas of Kubernetes ${minor}` }));
  return { folders: folders.length > 0 ? folders : all.slice(-1), missing };
}

function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

type Maker = (tools: Toolset, kubernetesVersion: string, options: LintClientsOptions) => Partial<Found>;

type Found = Pick<LintClients, 'analyzer' | 'tester' | 'upgrade'> & { checkers: ManifestChecker[] };

/** Checks with a program of their own, by the name of both unless `TOOLS` says otherwise. */
const MAKERS: Readonly<Record<string, Maker>> = {
  'kube-score': (tools, kubernetesVersion) => ({
    checkers: [createKubeScoreClient({ ...programOf(tools, 'kube-score'), kubernetesVersion })],
  }),
  'kube-linter': (tools) => ({ checkers: [createKubeLinterClient(programOf(tools, 'kube-linter'))] }),
  checkov: (tools) => ({
    checkers: [createCheckovClient(programOf(tools, 'checkov', 'checkov-kubernetes'))],
  }),
  admission: (tools, _version, { policy, workspaceRoot }) => ({
    checkers: [
      createAdmissionClient({
        ...programOf(tools, 'admission'),
        podSecurity: policy?.podSecurity ?? 'restricted',
        policies: (policy?.policies ?? []).map((folder) => join(workspaceRoot, folder)),
      }),
    ],
  }),
  reachability: (tools) => ({ analyzer: createNcaClient(programOf(tools, 'nca')) }),
  'helm-unittest': (tools) => ({ tester: createHelmUnittestClient(programOf(tools, 'helm-unittest')) }),
};

const TOOLS: Readonly<Record<string, string>> = { reachability: 'nca', upgrade: 'admission' };

/**
 * Most checkers are written in Go and live for a second: collecting their garbage a quarter as often saves a third of
 * the CPU time of unit tests and a quarter of Helm's. What GOGC the user has set stays.
 */
function withRareCollection(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { GOGC: '400', ...env };
}

function programOf(tools: Toolset, name: string, program = name) {
  return { program: tools.path(program), version: tools.version(name), env: withRareCollection(tools.env) };
}

async function findCheckers(kubernetesVersion: string, options: LintClientsOptions) {
  const found: Found = { checkers: [] };
  const unavailable: Unavailable[] = [];
  if (!options.policy) return { found: await findAdmission(options), unavailable };
  for (const name of options.policy?.checkers ?? []) {
    const make = name === 'upgrade' ? await findBase(options) : MAKERS[name];
    if (!make || (name === 'reachability' && !options.isReachabilityHere)) continue;
    if (typeof make === 'object') {
      unavailable.push(make);
      continue;
    }
    try {
      const tools = await obtain(TOOLS[name] ?? name, options);
      const { checkers = [], ...rest } = make(tools, kubernetesVersion, options);
      found.checkers.push(...checkers);
      Object.assign(found, rest);
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof SlipwayError)) throw error;
      unavailable.push({ name, reason: error.message.split('\n')[0] ?? '' });
    }
  }
  return { found, unavailable };
}

/** What compares with the last release; where there is none, why. */
async function findBase({ workspaceRoot, env }: LintClientsOptions): Promise<Maker | Unavailable> {
  const history = createReleaseHistory(workspaceRoot, env);
  const base = await history.lastTag(RELEASE_TAGS);
  if (base !== undefined) {
    return (tools) => ({ upgrade: { base, history, comparer: createAdmissionClient(programOf(tools, 'admission')) } });
  }
  return (await isShallowClone(workspaceRoot, env))
    ? {
        name: 'upgrade',
        reason: `this clone is shallow and has no release tag (${RELEASE_TAGS}): run "git fetch --tags --unshallow"`,
      }
    : { name: 'upgrade', reason: `there is no release tag (${RELEASE_TAGS}) to compare with`, isExpected: true };
}

/** Without a policy the API server's own validation runs where its program is there already. */
async function findAdmission({ env, signal }: LintClientsOptions): Promise<Pick<LintClients, 'checkers'>> {
  const tools = await findTools(['admission'], { env, signal }).catch(() => undefined);
  if (!tools) return { checkers: [] };
  return { checkers: [createAdmissionClient({ ...programOf(tools, 'admission'), podSecurity: 'off' })] };
}

async function obtain(name: string, { env, signal, onProgress }: LintClientsOptions): Promise<Toolset> {
  if (!(TOOL_NAMES as readonly string[]).includes(name)) {
    throw new SlipwayError({ code: 'ToolMissing', message: `the toolchain has no tool named ${name}.` });
  }
  return ensureTools([name as ToolName], { env, signal, onProgress });
}
