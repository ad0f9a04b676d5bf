import type { Bench, BenchContext, GoalRow, Measured } from '../../bench.ts';
import { slipway, slipwayByNpx, SLIPWAY, SLIPWAY_BY_NPX } from '../deployers.ts';
import type { Playground } from '../playground.ts';
import { openPlayground } from '../playground.ts';

const row = (id: string, title: string, unit: string, bar: number, stretch: number): GoalRow => ({ id, title, unit, bar, stretch, better: 'lower' }); // prettier-ignore

export const bench: Bench = {
  name: 'no-op',
  rows: [
    row('engine.no-op-10', 'ten releases, nothing changed: slipway deploy --all', 's', 0.7, 0.4),
    row('engine.no-op-10-requests', 'same, requests to the API server', 'requests', 5, 2),
    row(
      'engine.no-op-10-changes',
      'same, writes, new revisions and replaced or restarted pods together',
      'changes',
      0,
      0,
    ),
    row('engine.no-op-50', 'fifty releases, nothing changed', 's', 2.5, 0.8),
    row('engine.no-op-50-requests', 'same, requests to the API server', 'requests', 5, 2),
  ],
  async run(context) {
    const playground = await openPlayground(context);
    try {
      return [
        ...(await measure(context, playground, 10, context.pick(10, 2))),
        ...(await measure(context, playground, 50, context.pick(50, 3))).filter(({ id }) => !id.endsWith('changes')),
      ];
    } finally {
      await playground.end();
    }
  },
};

async function measure(
  context: BenchContext,
  playground: Playground,
  rowCount: number,
  count: number,
): Promise<Measured[]> {
  const folder = playground.releases(count);
  const namespace = `bench-no-op-${rowCount}`;
  const ours = slipway(context.workspace);
  const sides = [ours, slipwayByNpx(context.workspace)];
  folder.setNamespace(namespace);
  await playground.makeNamespace(namespace);
  try {
    const options = { cwd: folder.root };
    const commands = ours.commands(folder, namespace);
    const deployed = await playground.time(commands, options);
    context.log(`  ${count} releases deployed in ${deployed.s.toFixed(1)} s`);
    const before = await playground.facts(namespace);
    const series = await context.alternate({
      sides: sides.map(({ name }) => name),
      async slice(side) {
        const deployer = sides.find(({ name }) => name === side) ?? ours;
        const { s, clientCpu } = await playground.time(deployer.commands(folder, namespace), options);
        return { wall: { s }, cpu: { clientCpu } };
      },
    });
    const counted = await playground.count(() => playground.time(commands, { ...options, counted: true }));
    const after = await playground.facts(namespace);
    const isReplaced = after.pods !== before.pods;
    const id = `engine.no-op-${rowCount}`;
    const requests = [{ name: SLIPWAY, median: counted.requests, unit: 'requests', spread: 0, rounds: 1 }];
    return [
      {
        id,
        value: series.median(SLIPWAY, 's'),
        sides: [
          ...[SLIPWAY, SLIPWAY_BY_NPX].map((side) => series.side(side, 's', 's')),
          series.side(SLIPWAY, 'clientCpu', 's of CPU'),
        ],
        how: 'The command as npm links it, from start to end; with `npx` before it npm starts first.',
        isRough: series.isRough,
      },
      {
        id: `${id}-requests`,
        value: counted.requests,
        sides: requests,
        how: 'Counted by a proxy before the API server.',
      },
      {
        id: `${id}-changes`,
        value: counted.writes + (after.revisions - before.revisions) + (isReplaced ? 1 : 0),
        sides: [
          { name: 'writes', median: counted.writes, unit: '', spread: 0, rounds: 1 },
          { name: 'revisions', median: after.revisions - before.revisions, unit: '', spread: 0, rounds: 1 },
        ],
        how: 'Writes by the same proxy; revisions and the pods’ restarts before and after all rounds.',
      },
    ];
  } finally {
    await playground.removeNamespace(namespace);
  }
}
