import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettled, toVerdictsText } from './settled.ts';

const verdict = {
  name: 'api',
  project: 'api',
  namespace: 'shop',
  formerRevision: 3,
  revision: 3,
  durationMs: 40,
  status: 'unchanged' as const,
  needsVerification: false,
};

describe('readSettled', () => {
  let workspaceRoot: string;
  const read = () => readSettled({ workspaceRoot, environment: 'dev', project: 'api' });
  const leave = (text: string) => {
    mkdirSync(join(workspaceRoot, 'dist/deploys/dev'), { recursive: true });
    writeFileSync(join(workspaceRoot, 'dist/deploys/dev/api.json'), text);
  };

  beforeEach(() => void (workspaceRoot = mkdtempSync(join(tmpdir(), 'slipway-settled-'))));
  afterEach(() => rmSync(workspaceRoot, { recursive: true, force: true }));

  it('gives the verdict of a release that had nothing to do', async () => {
    leave(JSON.stringify({ verdict }));
    expect(await read()).toEqual(verdict);
    expect(toVerdictsText([verdict])).toMatch(/^api +unchanged +revision 3 +namespace shop /);
  });

  it.each([
    ['what was deployed and waits for its tests', JSON.stringify({ verdict: { ...verdict, status: 'deployed' } })],
    [
      'an unchanged release whose tests never ran',
      JSON.stringify({ verdict: { ...verdict, needsVerification: true } }),
    ],
    ['what failed', JSON.stringify({ verdict: { ...verdict, status: 'failed' } })],
    ['a note that cannot be read', '{'],
  ])('leaves %s to the engine', async (_title, text) => {
    leave(text);
    expect(await read()).toBeUndefined();
  });

  it('leaves it to the engine when there is no note', async () => {
    expect(await read()).toBeUndefined();
  });
});
