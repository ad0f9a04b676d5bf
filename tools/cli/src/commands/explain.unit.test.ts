import type { ExplainReport } from '@slipway/contracts';
import { CAUSE_CODES, CAUSES } from '@slipway/contracts';
import type { CommandContext } from '../command-context.ts';
import { runCli } from '../run-cli.ts';

async function explain(...args: string[]) {
  const out = { stdout: '', stderr: '' };
  const nearestName = (name: string) => (name === 'ImageNotFond' ? 'ImageNotFound' : undefined);
  const exitCode = await runCli(['explain', ...args], {
    streams: { stdout: { write: (text: string) => (out.stdout += text) }, stderr: { write: (text: string) => (out.stderr += text) } }, // prettier-ignore
    env: {},
    cwd: '/nowhere',
    signal: new AbortController().signal,
    deps: { engine: async () => ({ nearestName }) },
  } as unknown as CommandContext);
  return { exitCode, ...out };
}

describe('slipway explain', () => {
  it('says all of one cause, whatever the case of its code', async () => {
    const { exitCode, stdout } = await explain('imagenotfound');
    const row = CAUSES.find(({ code }) => code === 'ImageNotFound');
    expect(exitCode).toBe(0);
    for (const text of [
      row?.title,
      row?.meaning,
      row?.recognised,
      row?.patience,
      row?.hint,
      ...(row?.commands ?? []),
    ]) {
      expect(stdout).toContain(text);
    }
  });

  it('lists every cause in a line when none is asked for', async () => {
    const { stdout } = await explain();
    expect(stdout.split('\n').slice(0, CAUSE_CODES.length).map((line) => line.split(' ')[0])).toEqual(CAUSE_CODES); // prettier-ignore
  });

  it('answers with one document', async () => {
    const one = JSON.parse((await explain('OutOfMemory', '--json')).stdout) as ExplainReport;
    expect(one).toEqual({ schema: 'slipway.explain/v1', causes: CAUSES.filter(({ code }) => code === 'OutOfMemory') });
    const all = JSON.parse((await explain('--json')).stdout) as ExplainReport;
    expect(all.causes.map(({ code }) => code)).toEqual(CAUSE_CODES);
  });

  it('names the nearest code for an unknown one and ends with 64', async () => {
    const { exitCode, stdout, stderr } = await explain('ImageNotFond');
    expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' });
    expect(stderr).toBe('error: explain ImageNotFond: there is no cause of that code.\nDid you mean ImageNotFound?\n');
    expect((await explain('Xyzzy')).stderr).toContain('"slipway explain" lists all of them.');
  });
});
