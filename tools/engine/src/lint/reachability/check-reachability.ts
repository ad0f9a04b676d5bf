import { join } from 'node:path';
import type {
  ConnectivityAnalyzer,
  Environment,
  FilesClient,
  HelmClient,
  KubeObject,
  PolicyWorld,
} from '@slipway/contracts';
import { namespaceOf } from '../../catalog/namespace-of.ts';
import { parseYamlDocuments } from '../../catalog/parse-yaml.ts';
import { DEFAULT_ENVIRONMENTS_DIR } from '../../catalog/read-environment.ts';
import { placeholderValues } from '../placeholder-values.ts';
import type { FlowDifference } from './compare-flows.ts';
import { compareFlows } from './compare-flows.ts';
import type { Policy, Side } from './explain-difference.ts';
import { explainDifference } from './explain-difference.ts';
import type { Matrix } from './matrix.ts';
import { environmentsOf, reachabilityInvalid, toMatrix } from './matrix.ts';
import type { PopulatedWorld, RenderedRelease } from './to-world.ts';
import { toWorld } from './to-world.ts';

/** Where the matrix is unless the request says otherwise, relative to the workspace root. */
export const DEFAULT_MATRIX = 'deploy/reachability.yaml';

/** What is checked. */
export interface ReachabilityRequest {
  /** Absolute. */
  workspaceRoot: string;
  /** Service charts, each a release of its own called like it; `dir`: absolute, ready for Helm. */
  charts: readonly { name: string; dir: string }[];
  environments: readonly Environment[];
  /** Relative to the workspace root. Default `deploy/environments`. */
  environmentsDir?: string | undefined;
  /** Relative to the workspace root. Default `deploy/reachability.yaml`. */
  matrix?: string | undefined;
}

/** The outside things that the check touches. */
export interface ReachabilityClients {
  files: Pick<FilesClient, 'readText' | 'exists'>;
  helm: Pick<HelmClient, 'template'>;
  analyzer: ConnectivityAnalyzer;
}

/** A flow that is possible and not declared, or declared and not possible. */
export interface ReachabilityFinding {
  environment: string;
  /** `declared`: in the environment's own namespaces. `apart`: with a namespace per service. */
  layout: Layout;
  kind: FlowDifference['kind'];
  from: string;
  to: string;
  port: string;
  /** Policies that decide it, `NetworkPolicy namespace/name`. */
  policies: string[];
  message: string;
  fix: string;
}

/** What was looked at, and what differs. */
export interface ReachabilityReport {
  cases: { environment: string; layout: Layout; pods: number; policies: number }[];
  findings: ReachabilityFinding[];
}

type Layout = 'declared' | 'apart';

/**
 * Holds the network policies of all services together against the declared matrix, for every environment, in its own
 * namespaces and with a namespace per service. Throws `ReachabilityInvalid`, `ChartInvalid`, `CheckerFailed`.
 */
export async function checkReachability(
  request: ReachabilityRequest,
  clients: ReachabilityClients,
  signal?: AbortSignal,
): Promise<ReachabilityReport> {
  const path = request.matrix ?? DEFAULT_MATRIX;
  const names = request.charts.map(({ name }) => name);
  const matrix = await readMatrix(path, names, request, clients.files);
  const cases = request.environments.flatMap((environment) => [
    { environment, layout: 'declared' as const },
    { environment: { ...environment, namespace: apart(names) }, layout: 'apart' as const },
  ]);
  const report: ReachabilityReport = { cases: [], findings: [] };
  for (const { environment, layout } of cases) {
    const releases = await Promise.all(request.charts.map((chart) => render(chart, environment, request, clients, signal)));
    const populated = toWorld(releases, placesIn(matrix, environment.name));
    const found = await examine(matrix, environment.name, populated, clients.analyzer, signal);
    const { pods, policies } = populated.world;
    report.cases.push({ environment: environment.name, layout, pods: pods.length, policies: policies.length });
    report.findings.push(...found.map((finding) => ({ environment: environment.name, layout, ...finding })));
  }
  return report;
} // prettier-ignore

async function readMatrix(
  path: string,
  services: readonly string[],
  { workspaceRoot, environmentsDir = DEFAULT_ENVIRONMENTS_DIR }: ReachabilityRequest,
  files: ReachabilityClients['files'],
): Promise<Matrix> {
  const text = await files.readText(join(workspaceRoot, path));
  if (text === undefined) throw reachabilityInvalid(path, ['there is no such file']);
  const matrix = await toMatrix(text, path, services);
  // A party or flow of an environment that is only misspelt would never be looked at.
  const faults = await Promise.all(
    environmentsOf(matrix).map(async (name) => {
      const folder = join(environmentsDir, name);
      const isThere = await files.exists(join(workspaceRoot, folder, 'environment.yaml'));
      return isThere ? [] : [`there is no environment ${name} (${folder})`];
    }),
  );
  if (faults.flat().length > 0) throw reachabilityInvalid(path, faults.flat());
  return matrix;
}

/** A namespace for each service, none of which any environment has. */
function apart(names: readonly string[]): Record<string, string> {
  return { default: 'ns-default', ...Object.fromEntries(names.map((name) => [name, `ns-${name}`])) };
}

async function render(
  { name, dir }: { name: string; dir: string },
  environment: Environment,
  { workspaceRoot, environmentsDir = DEFAULT_ENVIRONMENTS_DIR }: ReachabilityRequest,
  { files, helm }: ReachabilityClients,
  signal: AbortSignal | undefined,
): Promise<RenderedRelease> {
  const namespace = namespaceOf(environment, name);
  const path = join(workspaceRoot, environmentsDir, environment.name, `${name}.yaml`);
  const valuesFiles = (await files.exists(path)) ? [path] : [];
  const values = placeholderValues(environment, { name, image: 'digest', nestedImages: [] });
  const text = await helm.template({ name, namespace }, { chartDir: dir, valuesFiles, values }, signal);
  return { namespace, objects: (await parseYamlDocuments(text, `the manifests of ${name}`)) as KubeObject[] };
}

function placesIn({ parties }: Matrix, environment: string): Matrix['parties'] {
  return Object.fromEntries(
    Object.entries(parties).map(([name, places]) => [
      name,
      places.filter(({ environments }) => environments?.includes(environment) ?? true),
    ]),
  );
}

async function examine(
  matrix: Matrix,
  environment: string,
  { world, ends }: PopulatedWorld,
  analyzer: ConnectivityAnalyzer,
  signal: AbortSignal | undefined,
): Promise<Omit<ReachabilityFinding, 'environment' | 'layout'>[]> {
  const compare = async (asked: PolicyWorld) =>
    compareFlows(matrix, environment, ends, await analyzer.connections(asked, signal));
  const differences = await compare(world);
  // Which side is closed shows when the policies of the other side are left out.
  const isBlocked = differences.some(({ kind }) => kind === 'blocked');
  const alone = async (side: Side) => (isBlocked ? compare({ ...world, policies: onlySide(world.policies, side) }) : []);
  const closed = { ingress: await alone('ingress'), egress: await alone('egress') };
  return differences.map((difference) => {
    const sides = (['egress', 'ingress'] as const).filter((side) => closed[side].some((other) => isSame(difference, other)));
    const explanation = explainDifference(difference, world.policies as Policy[], sides);
    const { kind, fromTitle, toTitle, port } = difference;
    return { kind, from: fromTitle, to: toTitle, port, ...explanation };
  });
} // prettier-ignore

function onlySide(policies: readonly object[], side: Side): object[] {
  return (policies as Policy[]).flatMap((policy) => {
    const { ingress, egress, ...spec } = policy.spec;
    const type = side === 'ingress' ? 'Ingress' : 'Egress';
    if (!(spec.policyTypes ?? ['Ingress']).includes(type)) return [];
    const rules = side === 'ingress' ? { ingress } : { egress };
    return [{ ...policy, spec: { ...spec, ...rules, policyTypes: [type] } }];
  });
}

function isSame(a: FlowDifference, b: FlowDifference): boolean {
  return a.kind === b.kind && a.fromTitle === b.fromTitle && a.toTitle === b.toTitle && a.port === b.port;
}
