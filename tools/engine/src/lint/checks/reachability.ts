import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import type { ChartTree } from '../chart-tree.ts';
import { chartsOf } from '../chart-tree.ts';
import type { CheckWork } from '../check-log.ts';
import type { RawFinding } from '../findings/raw-finding.ts';
import type {
  ReachabilityClients,
  ReachabilityFinding,
  ReachabilityRequest,
} from '../reachability/check-reachability.ts';
import { checkReachability, DEFAULT_MATRIX } from '../reachability/check-reachability.ts'; // prettier-ignore

/** Faults of charts and matrix; any other error speaks of this machine. */
const FAULTS = new Set(['ReachabilityInvalid', 'ChartInvalid', 'HelmFailed', 'YamlInvalid']);

/** The services within an umbrella chart, each once; of a chart that has none within it the chart itself. `dir`: absolute. */
export function serviceChartsOf(tree: ChartTree, workspaceRoot: string): { name: string; dir: string }[] {
  const within = chartsOf(tree).filter((chart) => chart !== tree && !chart.isLibrary);
  const charts = new Map((within.length > 0 ? within : [tree]).map(({ name, dir }) => [dir, name]));
  return [...charts].map(([dir, name]) => ({ name, dir: join(workspaceRoot, dir) }));
}

/** Network policies of all services together against the declared matrix. */
export async function checkChartReachability(
  request: ReachabilityRequest,
  clients: ReachabilityClients,
  signal?: AbortSignal,
): Promise<CheckWork> {
  const file = request.matrix ?? DEFAULT_MATRIX;
  try {
    const { cases, findings } = await checkReachability(request, clients, signal);
    return {
      findings: findings.filter((it) => it.layout === 'declared' || !isSaidOfOwn(it, findings)).map((it) => toRaw(it, file)),
      renders: cases.length * request.charts.length,
      objects: cases.reduce((sum, { pods, policies }) => sum + pods + policies, 0),
    }; // prettier-ignore
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof SlipwayError) || !FAULTS.has(error.code)) throw error;
    const { message, hint } = error;
    const rule = error.code === 'ReachabilityInvalid' ? 'matrix' : 'not-rendered';
    const place = rule === 'matrix' ? { file } : {};
    return { findings: [{ severity: 'error', check: 'reachability', rule, ...place, message, fix: hint }] };
  }
}

/** Whether the same holds in the environment's own namespaces: then it is one fault. */
function isSaidOfOwn(finding: ReachabilityFinding, all: readonly ReachabilityFinding[]): boolean {
  return all.some(
    (it) =>
      it.layout === 'declared' &&
      (['environment', 'kind', 'from', 'to', 'port'] as const).every((key) => it[key] === finding[key]),
  );
}

function toRaw({ environment, layout, kind, message, fix }: ReachabilityFinding, file: string): RawFinding {
  return {
    severity: 'error',
    check: 'reachability',
    rule: kind,
    render: environment,
    file,
    message: layout === 'declared' ? message : `with a namespace per service: ${message}`,
    fix,
  };
}
