import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { EventLine } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { CliWorkspace } from '../__fixtures__/cli-workspace.ts';
import { createCliWorkspace } from '../__fixtures__/cli-workspace.ts';
import { parseXml } from '../printers/__fixtures__/parse-xml.ts';

const schemas = join(import.meta.dirname, '..', '..', '..', 'contracts', 'schemas');
const isEvent = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(join(schemas, 'event.schema.json'), 'utf8')) as object); // prettier-ignore

let workspace: CliWorkspace;
beforeEach(() => (workspace = createCliWorkspace()));
afterEach(() => workspace.remove());

const read = (file: string) => readFileSync(join(workspace.root, file), 'utf8');
const outputs = ['--events', 'out/events.ndjson', '--junit', 'out/junit.xml', '--summary', 'out/summary.md'];

function readEvents(file = 'out/events.ndjson'): EventLine[] {
  const lines = read(file).trimEnd().split('\n').map((line) => JSON.parse(line) as EventLine); // prettier-ignore
  for (const line of lines) expect([isEvent(line), isEvent.errors]).toEqual([true, null]);
  expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, index) => index + 1));
  return lines;
}

describe('the outputs of a run', () => {
  it.each([
    ['deploy', 'deploy', 'deployed'],
    ['undeploy', 'undeploy --all', 'uninstalled'],
    ['rollback', 'rollback --all', 'failed'],
  ])('tell a %s from plan to result', async (command, args, status) => {
    if (command !== 'deploy') await workspace.run(['deploy']);
    await workspace.run([...args.split(' '), ...outputs]);
    const events = readEvents();
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(['plan', 'done']);
    expect(parseXml(read('out/junit.xml')).children[0]?.attributes['name']).toBe(`slipway ${command} local`);
    expect(read('out/summary.md')).toContain(`web | ${status} |`);
  });

  it('are written when a release fails, with its cause', async () => {
    await workspace.run(['deploy']);
    workspace.render('', 'web:2');
    workspace.breakIt(true);
    workspace.kube.podLogs['web-2-x/app'] = ['no \u001b[2Jdatabase <here>'];
    const { exitCode, stderr } = await workspace.run(['deploy', ...outputs], { env: { GITHUB_ACTIONS: 'true' } });
    expect(exitCode).toBe(1);
    const done = readEvents().at(-1);
    expect(done?.type === 'done' && done.result.releases[0]?.cause?.code).toBe('CrashAtStart');
    const failure = parseXml(read('out/junit.xml')).children[0]?.children[0]?.children[0];
    expect([failure?.attributes['type'], failure?.text]).toEqual(['CrashAtStart', expect.stringContaining('no database <here>')]); // prettier-ignore
    expect(read('out/summary.md')).toContain('no database &lt;here&gt;');
    expect(stderr).toMatch(/^::error title=web%3A CrashAtStart::Pod\/web-2-x: .*$/m);
  });

  it('are written when it ends with an error before there is a plan', async () => {
    const error = new SlipwayError({ code: 'ApiUnreachable', message: 'no answer.', hint: 'Start it.' });
    const deps = { connect: () => Promise.reject(error) };
    const { exitCode } = await workspace.run(['deploy', ...outputs], { deps });
    expect([exitCode, read('out/events.ndjson')]).toEqual([1, '']);
    expect(parseXml(read('out/junit.xml')).children[0]?.children[0]?.children[0]?.attributes['type']).toBe('ApiUnreachable'); // prettier-ignore
    expect(read('out/summary.md')).toContain('ApiUnreachable');
  });

  it('are written when a signal stops it', async () => {
    const stop = new AbortController();
    workspace.helm.onChange = () => stop.abort(new SlipwayError({ code: 'Stopped', message: 'stopped.', exitCode: 143 })); // prettier-ignore
    const { exitCode } = await workspace.run(['deploy', ...outputs], { signal: stop.signal });
    expect([exitCode, readEvents().at(-1)?.type]).toEqual([143, 'done']);
    expect(read('out/junit.xml')).toContain('type="Stopped"');
  });

  it('add to the step summary of GitHub Actions by themselves', async () => {
    workspace.write('summary.md', 'before\n');
    await workspace.run(['deploy'], { env: { GITHUB_STEP_SUMMARY: join(workspace.root, 'summary.md') } });
    expect(read('summary.md')).toMatch(/^before\n### ✅ slipway deploy to local/);
  });

  it('take a descriptor for events', async () => {
    const fd = openSync(join(workspace.root, 'events'), 'w');
    await workspace.run(['deploy', '--events', `fd:${fd}`]);
    expect(() => closeSync(fd)).toThrow('EBADF');
    expect(readEvents('events').at(-1)?.type).toBe('done');
  });

  it.each([
    ['a folder', '.'],
    ['the command’s own streams', 'fd:1'],
    ['a closed descriptor', 'fd:999'],
  ])('refuse %s for events before anything is done', async (_title, target) => {
    const { exitCode, stderr } = await workspace.run(['deploy', '--events', target]);
    expect([exitCode, workspace.helm.calls]).toEqual([64, []]);
    expect(stderr).toContain(`open ${target} for events`);
  });

  it('warn of a file that cannot be written, and change nothing of the result', async () => {
    workspace.write('file', '');
    const { exitCode, stderr } = await workspace.run(['deploy', '--junit', 'file/junit.xml']);
    expect([exitCode, existsSync(join(workspace.root, 'file/junit.xml'))]).toEqual([0, false]);
    expect(stderr).toMatch(/warning: write file\/junit\.xml: /);
  });
});
