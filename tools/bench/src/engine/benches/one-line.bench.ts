import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeployResult, ImageRef } from '@slipway/contracts';
import type { Bench } from '../../bench.ts';
import { PeerUnavailable } from '../../bench.ts';
import { openPlayground } from '../playground.ts';

const PROJECT = 'internal-service';
const MAIN = 'apps/internal-service/src/main.ts';
const NAMESPACE = 'slipway';

export const bench: Bench = {
  name: 'one-line',
  rows: [
    {
      id: 'engine.one-line',
      title: 'one line changed in a service: build, image, push, deploy, Ready, verified',
      unit: 's',
      bar: 20,
      stretch: 10,
      better: 'lower',
    },
  ],
  async run(context) {
    const workspace = process.env['SLIPWAY_E2E_WORKSPACE'];
    // A copy: the bench edits it.
    if (workspace === undefined) throw new PeerUnavailable('no workspace to edit: run `npx nx run bench:engine`');
    const playground = await openPlayground(context);
    try {
      const read = (file: string) => JSON.parse(readFileSync(join(workspace, file), 'utf8')) as unknown;
      let edits = 0;
      const series = await context.alternate({
        sides: ['nx deploy'],
        rounds: context.pick(5, 1),
        async slice(side) {
          const before = read(`dist/images/${PROJECT}.json`) as ImageRef;
          appendFileSync(join(workspace, MAIN), `\nprocess.env['BENCH_EDIT'] ??= '${(edits += 1)}';\n`);
          const command = { program: 'npx', args: ['nx', 'deploy', PROJECT] };
          const { s } = await playground.time([command], { cwd: workspace });
          const { digest } = read(`dist/images/${PROJECT}.json`) as ImageRef;
          const { verdict } = read(`dist/deploys/local/${PROJECT}.json`) as {
            verdict: DeployResult['releases'][number];
          };
          const image = 'jsonpath={.spec.template.spec.containers[0].image}';
          const live = await playground.kubectl('get', 'deployment', PROJECT, '-n', NAMESPACE, '-o', image);
          const isThere = digest !== before.digest && live.endsWith(digest) && verdict.status === 'deployed';
          if (!isThere) throw new Error(`${side} after an edit: ${verdict.status}, ${live} instead of ${digest}.`);
          return { wall: { s } };
        },
      });
      return [
        {
          id: 'engine.one-line',
          value: series.median('nx deploy', 's'),
          sides: [series.side('nx deploy', 's', 's')],
          how: `\`npx nx deploy ${PROJECT}\` in this workspace after a line was added to ${MAIN}; the new digest runs and its helm test passed.`,
          isRough: series.isRough,
        },
      ];
    } finally {
      await playground.end();
    }
  },
};
