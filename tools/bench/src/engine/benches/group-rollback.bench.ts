import type { Bench, BenchContext } from '../../bench.ts';
import { slipway, SLIPWAY } from '../deployers.ts';
import type { Playground } from '../playground.ts';
import { openPlayground } from '../playground.ts';
import type { ReleaseFolder } from '../write-releases.ts';

const COUNT = 5;
/** What `slipway deploy` ends with when a release has failed. */
const FAILED = 1;
const CRASHES = ['node', '-e', 'process.exit(1)'];

export const bench: Bench = {
  name: 'group-rollback',
  rows: [
    {
      id: 'engine.group-rollback',
      title: 'group rollback of five releases, all Ready on the former digest',
      unit: 's',
      bar: 60,
      stretch: 30,
      better: 'lower',
    },
  ],
  async run(context) {
    const playground = await openPlayground(context);
    try {
      const folder = playground.releases(context.pick(COUNT, 2));
      const other = playground.otherImage();
      let made = 0;
      const series = await context.alternate({
        sides: [SLIPWAY],
        rounds: context.pick(3, 1),
        async slice() {
          const namespace = `bench-group-${(made += 1)}`;
          await playground.makeNamespace(namespace);
          try {
            return await goBackOnce(context, playground, { folder, namespace, other });
          } finally {
            await playground.removeNamespace(namespace);
          }
        },
      });
      return [
        {
          id: 'engine.group-rollback',
          value: series.median(SLIPWAY, 's'),
          sides: [series.side(SLIPWAY, 's', 's'), series.side(SLIPWAY, 'clientCpu', 's of client CPU')],
          how: `\`slipway deploy --all --atomic\` of ${folder.names.length} releases to another digest, of which the last one crashes: from the start of the command, so with the upgrades and the finding of the fault, until all are Ready on the former digest.`,
          isRough: series.isRough,
        },
      ];
    } finally {
      await playground.end();
    }
  },
};

async function goBackOnce(
  context: BenchContext,
  playground: Playground,
  { folder, namespace, other }: { folder: ReleaseFolder; namespace: string; other: Playground['image'] },
): Promise<{ wall: { s: number }; cpu: { clientCpu: number } }> {
  const { image, kubectl } = playground;
  const { names } = folder;
  const options = { cwd: folder.root };
  const [deploy] = slipway(context.workspace).commands(folder, namespace);
  if (!deploy) throw new Error('deploy the group: there is no command.');
  folder.setNamespace(namespace);
  for (const name of names) folder.setVersion(name, image);
  await playground.time([deploy], options);
  for (const name of names) folder.setVersion(name, name === names.at(-1) ? { ...other, command: CRASHES } : other);
  const { s, clientCpu } = await playground.time(
    [{ ...deploy, args: [...deploy.args, '--atomic'], okCodes: [FAILED] }],
    options,
  );
  // All were changed, and all went back: the first revision, the failed one, and the first one again.
  const { revisions } = await playground.facts(namespace);
  const template =
    'jsonpath={range .items[*]}{.spec.template.spec.containers[0].image} {.status.updatedReplicas} {.status.readyReplicas} {.status.replicas}{"\\n"}{end}';
  const served = (await kubectl('get', 'deployments', '-n', namespace, '-o', template)).split('\n');
  const isBack = served.filter((line) => line.endsWith(`@${image.digest} 1 1 1`)).length === names.length;
  if (!isBack || revisions !== 3 * names.length) {
    throw new Error(`take ${namespace} back: ${revisions} revisions, and it serves ${served.join(', ')}.`);
  }
  return { wall: { s }, cpu: { clientCpu } };
}
