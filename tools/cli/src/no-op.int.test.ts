import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployResult } from '@slipway/contracts';
import type { QuietCluster } from './__fixtures__/quiet-cluster.ts';
import { quietCluster } from './__fixtures__/quiet-cluster.ts';

describe('slipway deploy --all, when nothing changed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-no-op-'));
  let quiet: QuietCluster;

  beforeAll(async () => {
    quiet = await quietCluster(folder, 10);
  });

  afterAll(async () => {
    await quiet.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    quiet.helmCalls();
    quiet.server.requests.length = 0;
  });

  it('reads ten releases with at most five requests, writes nothing and starts no Helm', async () => {
    const result = JSON.parse(await quiet.slipway('deploy', '--all', '--json')) as DeployResult;

    expect(result.releases.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'unchanged'));
    expect(quiet.server.requests.length).toBeLessThanOrEqual(5);
    expect(quiet.server.requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
    expect(quiet.helmCalls()).toEqual([]);
  });

  it('asks for Helm’s Secrets without what is in them', async () => {
    const accepted: (string | undefined)[] = [];
    quiet.server.onRequest = ({ url, headers }) => {
      if (url?.includes('/secrets?')) accepted.push(headers.accept);
    };

    await quiet.slipway('deploy', '--all');

    expect(accepted).toEqual([expect.stringContaining('as=PartialObjectMetadataList')]);
  });

  it('renders again what a change of a values file touches, and nothing else', async () => {
    quiet.edit('deploy/environments/local/svc-03.yaml', 'replicas: 2\n');

    await quiet.slipway('plan', '--all');

    expect(quiet.helmCalls().map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual(['template svc-03']);
  });
});
