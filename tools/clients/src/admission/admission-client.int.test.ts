import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdmissionClient } from './admission-client.ts';

const finding = (rule: string) => ({
  render: 'prod', rule, severity: 'error', object: { apiVersion: 'v1', kind: 'Pod', name: 'a' }, message: 'bad',
}); // prettier-ignore
const report = (change: object = {}) => ({ findings: [], notLookedAt: [], policyFaults: [], objects: 1, ...change });

/** The client with a program that notes how it was called; the real one is tried by the charts' tests. */
describe('createAdmissionClient', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-admission-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const clientFor = (answer: unknown, options: { exitCode?: number; policies?: string[] } = {}) => {
    const program = join(folder, 'program');
    writeFileSync(join(folder, 'answer'), typeof answer === 'string' ? answer : JSON.stringify(answer));
    const script = [
      '#!/bin/sh',
      `cd '${folder}'`,
      'cat > input',
      'echo "$@" > args',
      'for arg; do case "$arg" in */old.json) cp "$arg" old ;; esac; done',
      'cat answer',
      'echo complaint >&2',
      `exit ${options.exitCode ?? 0}`,
    ];
    writeFileSync(program, script.join('\n'));
    chmodSync(program, 0o755);
    return createAdmissionClient({ program, version: '1.36.3', policies: options.policies });
  };
  const noted = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
  const renders = [{ name: 'prod', manifests: 'kind: Pod' }];

  it('asks for the restricted level and the policies, with all renders in one call', async () => {
    const client = clientFor(report({ findings: [finding('validation')] }), { policies: ['/a', '/b'] });
    expect(await client.check(renders)).toEqual([finding('validation')]);
    expect(noted('args')).toBe('--pod-security restricted --policies /a --policies /b');
    expect(JSON.parse(noted('input'))).toEqual(renders);
    expect([client.name, client.version]).toEqual(['admission', '1.36.3']);
  });

  it('tells what was not looked at', async () => {
    const answer = report({ notLookedAt: ['cert-manager.io/v1 Certificate'] });
    expect(await clientFor(answer).judge(renders)).toEqual(answer);
  });

  it('hands over former renders and gives what cannot change alone', async () => {
    const client = clientFor(report({ findings: [finding('validation'), finding('immutable')] }));
    expect(await client.compare([{ name: 'prod', manifests: 'old' }], renders)).toEqual([finding('immutable')]);
    expect(JSON.parse(noted('old'))).toEqual([{ name: 'prod', manifests: 'old' }]);
    expect(noted('args')).toMatch(/^--old \S+\/old\.json$/);
  });

  it('fails for a policy at fault, naming it and its expression', async () => {
    const fault = { file: 'a.yaml', policy: 'few', expression: 'x <', message: 'does not compile' };
    const client = clientFor(report({ policyFaults: [fault] }), { policies: ['/a'] });
    await expect(client.check(renders)).rejects.toMatchObject({
      code: 'CheckerFailed',
      message: expect.stringContaining('a.yaml few "x <": does not compile'),
    });
    expect(await client.checkPolicies()).toEqual([fault]);
    expect(noted('args')).toBe('--check-types --policies /a');
  });

  it.each([
    ['ends with an error', '', 1],
    ['prints no JSON', 'what?', 0],
  ])('fails where the program %s', async (_title, answer, exitCode) => {
    await expect(clientFor(answer, { exitCode }).check(renders)).rejects.toMatchObject({
      code: 'CheckerFailed',
      message: expect.stringContaining('complaint'),
    });
  });

  it('stops with the signal', async () => {
    const reason = new Error('stopped');
    await expect(clientFor(report()).check(renders, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
