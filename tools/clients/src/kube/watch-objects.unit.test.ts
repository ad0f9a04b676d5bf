import type http from 'node:http';
import { Readable } from 'node:stream';
import type { WatchEvent } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';
import { watchObjects } from './watch-objects.ts';

const added = (name: string, resourceVersion: string) =>
  `${JSON.stringify({ type: 'ADDED', object: { metadata: { name, resourceVersion } } })}\n`;

/** Events of a watch whose connections say these lines, one after the other; ends after so many events. */
async function watch(connections: string[][], count: number): Promise<{ seen: string[]; queries: string[] }> {
  const ending = new AbortController();
  const queries: string[] = [];
  const open = async (query: string) => {
    queries.push(new URLSearchParams(query).get('resourceVersion') ?? '');
    return Readable.from(connections.shift() ?? []) as http.IncomingMessage;
  };
  const seen: string[] = [];
  for await (const event of watchObjects(KubeKinds.Pod, { resourceVersion: '1', signal: ending.signal }, open)) {
    seen.push(nameOf(event));
    if (seen.length === count) ending.abort();
  }
  return { seen, queries };
}

function nameOf(event: WatchEvent): string {
  return 'object' in event ? `${event.type} ${event.object.metadata.name}` : event.type;
}

describe('watchObjects', () => {
  afterEach(() => jest.restoreAllMocks());

  it('goes on where it was when a connection ends', async () => {
    expect(await watch([[added('a', '7')], [added('b', '8')]], 2)).toEqual({
      seen: ['ADDED a', 'ADDED b'],
      queries: ['1', '7'],
    });
  });

  it('says that the server was away when the next connection took long', async () => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => (now += 2000));
    expect((await watch([[added('a', '7')], [added('b', '8')]], 3)).seen).toEqual(['ADDED a', 'RESUMED', 'ADDED b']);
  });

  it('ends when the server has forgotten its place', async () => {
    const gone = `${JSON.stringify({ type: 'ERROR', object: { code: 410 } })}\n`;
    expect((await watch([[added('a', '7'), gone]], 9)).seen).toEqual(['ADDED a', 'RESYNC']);
  });
});
