import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import { withoutNxVariables } from '@slipway/cli';
import type { Bench } from '../bench.ts';
import { makeWorkspace } from './make-workspace.ts';

const PROJECTS = 100;
const WITH = 'with the plugin';
const WITHOUT = 'without';
const FULL_ROUNDS = 15;

/** What the plugin adds to the project graph of a workspace whose caches are warm; every nx command waits for it. */
export const bench: Bench = {
  name: 'inference',
  rows: [
    {
      id: 'inference-at-100-projects',
      title: `nx show projects at ${PROJECTS} services, warm, no daemon: added by the plugin`,
      unit: 's',
      bar: 0.3,
      stretch: 0.1,
      better: 'lower',
    },
  ],
  async run({ workspace, signal, alternate, pick }) {
    const nodeModules = join(workspace, 'node_modules');
    // Not within this workspace: Nx reads ignore files of the folders above.
    const parent = mkdtempSync(join(tmpdir(), 'slipway-inference-'));
    const folders: Record<string, string> = { [WITH]: join(parent, 'with'), [WITHOUT]: join(parent, 'without') };
    const read = async (side: string): Promise<number> => {
      const started = performance.now();
      const args = [join(nodeModules, 'nx/dist/bin/nx.js'), 'show', 'projects', '--json'];
      const env = { ...withoutNxVariables(process.env), NX_DAEMON: 'false' };
      const { stdout } = await runProcess(process.execPath, args, { cwd: folders[side], env, signal });
      const took = (performance.now() - started) / 1000;
      const found = (JSON.parse(stdout.slice(stdout.indexOf('['))) as string[]).length;
      if (found !== PROJECTS) throw new Error(`nx show projects ${side}: ${found} projects, not ${PROJECTS}.`);
      return took;
    };
    try {
      for (const [side, folder] of Object.entries(folders)) {
        const plugins = side === WITH ? ['@slipway/nx'] : [];
        makeWorkspace({ folder, nodeModules, projects: PROJECTS, plugins });
        await read(side);
      }
      const series = await alternate({
        sides: [WITH, WITHOUT],
        rounds: pick(FULL_ROUNDS, 3),
        slice: async (side) => ({ wall: { seconds: await read(side) } }),
      });
      return [
        {
          id: 'inference-at-100-projects',
          value: series.median(WITH, 'seconds') - series.median(WITHOUT, 'seconds'),
          sides: [WITH, WITHOUT].map((side) => series.side(side, 'seconds', 's')),
          how: `Medians of nx show projects in two equal workspaces of ${PROJECTS} services, one with @slipway/nx in nx.json, alternately.`,
          isRough: series.isRough,
        },
      ];
    } finally {
      rmSync(parent, { recursive: true, force: true });
    }
  },
};
