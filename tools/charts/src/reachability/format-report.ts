import type { ReachabilityReport } from '@slipway/engine';

const LAYOUTS = { declared: 'in its own namespaces', apart: 'with a namespace per service' };

/** The report for people: two lines per finding, the sum last. Pure. */
export function formatReport({ cases, findings }: ReachabilityReport): string[] {
  const count = findings.length === 1 ? '1 difference' : `${findings.length} differences`;
  const environments = [...new Set(cases.map(({ environment }) => environment))];
  return [
    ...findings.flatMap(({ environment, layout, message, fix }) => [
      `${environment}, ${LAYOUTS[layout]}: ${message}`,
      `        ${fix}`,
    ]),
    `reachability: ${findings.length === 0 ? 'as declared' : count} (${environments.join(', ')}; ${cases.length} layouts, ` +
      `${cases.reduce((sum, { policies }) => sum + policies, 0)} policies, ${cases.reduce((sum, { pods }) => sum + pods, 0)} pods)`,
  ];
}
