import { createHostClient } from '@slipway/clients';
import { publishRun } from './publish-run.ts';

const taskOf = (id: string) => {
  const env: NodeJS.ProcessEnv = {};
  publishRun(id, env);
  return createHostClient(env);
};

describe('publishRun', () => {
  it('makes all tasks of one nx command one run, and those of another one another', () => {
    const [first, second] = [taskOf('1'), taskOf('1')];
    expect([first.run, first.identity === second.identity]).toEqual([second.run, false]);
    expect(taskOf('2').run).not.toBe(first.run);
  });

  it('is not needed by a process that Nx did not start', () => {
    const host = createHostClient({});
    expect(host.run).toBe(host.identity);
  });
});
