import { existsSync, readFileSync } from 'node:fs';
import { clusterStatus, kubeconfigPath, machineState } from '@slipway/cluster';
import { runOk } from './support/run.ts';
import { workspace } from './support/workspace.ts';

/** The last file of all: it takes the cluster of the tests down, up and down again. */
describe('npm run down', () => {
  it('leaves the machine as it was, keeps the data, and the cluster comes back from it', async () => {
    await runOk('npm', ['run', 'down'], { cwd: workspace });
    const before = JSON.parse(readFileSync(process.env['SLIPWAY_E2E_MACHINE_BEFORE'] ?? '', 'utf8')) as unknown;
    expect(await machineState()).toEqual(before);
    expect((await clusterStatus()).state).toBe('stopped');

    await runOk('npx', ['slipway', 'cluster', 'up'], { cwd: workspace });
    const during = await machineState();
    expect(during.processes.length).toBeGreaterThan(8);
    expect(during).not.toEqual(before);

    await runOk('npm', ['run', 'down'], { cwd: workspace });
    expect(await machineState()).toEqual(before);
  });

  it('forgets everything when it is asked to', async () => {
    await runOk('npm', ['run', 'down', '--', '--purge'], { cwd: workspace });
    expect(existsSync(kubeconfigPath())).toBe(false);
    expect((await clusterStatus()).state).toBe('absent');
  });
});
