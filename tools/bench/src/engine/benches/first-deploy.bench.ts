import type { Bench, BenchContext, GoalRow, Measured } from '../../bench.ts';
import { PeerUnavailable } from '../../bench.ts';
import type { Series } from '../../context/alternate.ts';
import type { Deployer } from '../deployers.ts';
import { HELM_PARALLEL, HELM_SERIAL, HELMFILE, SLIPWAY, helm, helmfile, slipway } from '../deployers.ts';
import type { Playground } from '../playground.ts';
import { openPlayground } from '../playground.ts';

const COUNT = 10;
const ROUNDS = 3;

const lower = (id: string, title: string, bar: number, stretch: number): GoalRow => ({ id, title, unit: 'x', bar, stretch, better: 'lower' }); // prettier-ignore

export const bench: Bench = {
  name: 'first-deploy',
  rows: [
    lower(
      'engine.first-vs-parallel-helm',
      'first deploy of ten releases, Ready, against ten Helm processes at once',
      1,
      0.8,
    ),
    lower('engine.first-vs-serial-helm', 'same against Helm in a row', 0.4, 0.33),
    lower('engine.first-vs-helmfile', 'same against Helmfile sync', 0.4, 0.33),
    lower(
      'engine.repeat-vs-parallel-helm',
      'the same again, nothing changed, against ten Helm processes at once',
      0.25,
      0.15,
    ),
    lower('engine.repeat-vs-helmfile', 'same against Helmfile sync', 0.15, 0.1),
    lower(
      'engine.tested-vs-parallel-helm',
      'first deploy of ten releases with a helm test each, tests passed, against Helm at once',
      1,
      0.8,
    ),
  ],
  async run(context) {
    const playground = await openPlayground(context);
    try {
      const ours = slipway(context.workspace);
      const parallel = helm(playground, { together: true });
      const known = await peers(playground);
      const sides = [ours, parallel, helm(playground, { together: false }), ...known.deployers];
      const plain = await deployAll(context, playground, sides, false);
      const tested = await deployAll(context, playground, [ours, parallel], true);
      const how =
        'Charts of seven objects, a Node service of this workspace each, image on the node, a fresh namespace per round; until every Deployment is Ready.';
      const row = (id: string, series: Series, peer: string, metric: 'first' | 'again', text: string): Measured => ({
        id,
        value: series.ratio(SLIPWAY, peer, metric),
        sides: [
          ...[SLIPWAY, peer].map((side) => series.side(side, metric, 's')),
          ...[SLIPWAY, peer].map((side) => series.side(side, `${metric}Cpu`, 's of client CPU')),
        ],
        how: text,
        isRough: series.isRough,
      });
      const again = 'The second command right after the first, by the same side.';
      const missing = (id: string): Measured => ({ id, unavailable: known.reason ?? '' });
      return [
        row('engine.first-vs-parallel-helm', plain, HELM_PARALLEL, 'first', how),
        row('engine.first-vs-serial-helm', plain, HELM_SERIAL, 'first', how),
        known.reason ? missing('engine.first-vs-helmfile') : row('engine.first-vs-helmfile', plain, HELMFILE, 'first', `${how} Helmfile with its default concurrency.`), // prettier-ignore
        row('engine.repeat-vs-parallel-helm', plain, HELM_PARALLEL, 'again', again),
        known.reason ? missing('engine.repeat-vs-helmfile') : row('engine.repeat-vs-helmfile', plain, HELMFILE, 'again', again), // prettier-ignore
        row('engine.tested-vs-parallel-helm', tested, HELM_PARALLEL, 'first', `${how} Each chart has one test pod; Helm's side starts all \`helm test\` at once when all releases are Ready.`), // prettier-ignore
      ];
    } finally {
      await playground.end();
    }
  },
};

async function peers(playground: Playground): Promise<{ deployers: Deployer[]; reason?: string }> {
  try {
    return { deployers: [helmfile(await playground.helmfile())] };
  } catch (error) {
    if (!(error instanceof PeerUnavailable)) throw error;
    return { deployers: [], reason: error.message };
  }
}

async function deployAll(
  context: BenchContext,
  playground: Playground,
  deployers: readonly Deployer[],
  hasTests: boolean,
): Promise<Series> {
  const folder = playground.releases(context.pick(COUNT, 2), { hasTests });
  let made = 0;
  return context.alternate({
    sides: deployers.map(({ name }) => name),
    rounds: context.pick(ROUNDS, 1),
    async slice(side) {
      const deployer = deployers.find(({ name }) => name === side) as Deployer;
      const namespace = `bench-first-${hasTests ? 't' : 'p'}${(made += 1)}`;
      folder.setNamespace(namespace);
      await playground.makeNamespace(namespace);
      try {
        const commands = deployer.commands(folder, namespace);
        const options = { cwd: folder.root, together: deployer.together };
        const first = await playground.time(commands, options);
        const tests = hasTests ? (deployer.tests?.(folder, namespace) ?? []) : [];
        const tested = await playground.time(tests, options);
        const again = hasTests ? { s: 0, clientCpu: 0 } : await playground.time(commands, options);
        await mustBeReady(playground, namespace, folder.names.length);
        return {
          wall: { first: first.s + tested.s, again: again.s },
          cpu: { firstCpu: first.clientCpu + tested.clientCpu, againCpu: again.clientCpu },
        };
      } finally {
        await playground.removeNamespace(namespace);
      }
    },
  });
}

/** No side may end before its work is done. */
async function mustBeReady({ kubectl }: Playground, namespace: string, count: number): Promise<void> {
  const ready = await kubectl('get', 'deployments', '-n', namespace, '-o', 'jsonpath={.items[*].status.readyReplicas}');
  const found = ready.split(' ').filter((number) => number === '1').length;
  if (found !== count) throw new Error(`deploy to ${namespace}: ${found} of ${count} Deployments are Ready.`);
}
