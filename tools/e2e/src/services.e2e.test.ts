import { readFile } from 'node:fs/promises';
import { clusterStatus } from '@slipway/cluster';
import { kubectl, kubectlJson, NAMESPACE } from './support/cluster.ts';
import { getThroughIngress } from './support/http.ts';
import { waitFor } from './support/wait-for.ts';

interface Entry {
  message: string;
  level: string;
  timestamp: string;
  file: string;
}

describe('the services through the ingress', () => {
  it.each(['backend-api', 'data-api'])(
    '%s answers after its three seconds of work and names the file',
    async (name) => {
      const answer = await getThroughIngress(`${name}.localhost`, '/');
      const entry = JSON.parse(answer.body) as Entry;

      expect(answer.status).toBe(200);
      expect(answer.durationMs).toBeGreaterThanOrEqual(2_900);
      expect(entry.file).toMatch(/\.log$/);
      expect(Date.parse(entry.timestamp)).not.toBeNaN();
    },
  );

  it('data-api keeps the entry on its volume when the pod is deleted', async () => {
    const { file } = JSON.parse((await getThroughIngress('data-api.localhost', '/')).body) as Entry;
    const before = await podOf('data-api');
    await kubectl(['delete', 'pod', before.metadata.name, '-n', NAMESPACE, '--wait=true']);
    await waitFor(
      'another data-api pod to be Ready',
      async () => {
        const pod = await podOf('data-api');
        const isReady = pod.status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True');
        return pod.metadata.uid !== before.metadata.uid && isReady;
      },
      { timeoutMs: 60_000 },
    );

    const download = await waitFor(
      'the download to answer again',
      async () => {
        const answer = await getThroughIngress('backend-api.localhost', '/download_external_logs?env=development');
        return answer.status === 200 ? answer : undefined;
      },
      { timeoutMs: 60_000 },
    );
    expect(download.body).toContain(file);
  });

  it('backend-api streams what data-api wrote, as a download', async () => {
    const { file } = JSON.parse((await getThroughIngress('data-api.localhost', '/')).body) as Entry;
    const answer = await getThroughIngress('backend-api.localhost', '/download_external_logs?env=development');

    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('application/x-ndjson');
    expect(answer.headers['content-disposition']).toContain('attachment');
    const lines = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines.some((line) => JSON.stringify(line).includes(file))).toBe(true);
  });

  it('refuses an environment that does not exist with a problem', async () => {
    const answer = await getThroughIngress('backend-api.localhost', '/download_external_logs?env=nowhere');

    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ status: 400, title: 'Invalid environment' });
  });

  it.each(['backend-api', 'data-api'])('%s answers over TLS with the certificate of the local CA', async (name) => {
    const { ingress } = await clusterStatus();
    const ca = await readFile(ingress.caFile ?? 'the provider has no certificate authority', 'utf8');

    expect((await getThroughIngress(`${name}.localhost`, '/', { ca })).status).toBe(200);
  });

  it('every container has its use in the metrics API', async () => {
    const rows = await waitFor(
      'kubectl top to know the services',
      async () => {
        const table = await kubectl(['top', 'pods', '--containers', '--no-headers', '-n', NAMESPACE]);
        return ['backend-api', 'data-api'].every((name) => table.includes(name)) ? table : undefined;
      },
      { timeoutMs: 120_000, everyMs: 2_000 },
    );
    expect(rows).toMatch(/data-api-0\s+data-api\s+\d+m\s+\d+Mi/);
  });
});

interface Pod {
  metadata: { name: string; uid: string };
  status: { conditions?: { type: string; status: string }[] };
}

async function podOf(project: string): Promise<Pod> {
  const selector = `app.kubernetes.io/name=${project}`;
  const list = await kubectlJson<{ items: Pod[] }>(['get', 'pods', '-n', NAMESPACE, '-l', selector]);
  const [pod] = list.items;
  if (!pod) throw new Error(`no pod of ${project}`);
  return pod;
}
