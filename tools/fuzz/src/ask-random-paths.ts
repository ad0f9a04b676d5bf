import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';

const CONNECTIONS = 20;

/** Asks for so many paths that do not exist; gives the paths whose answer was not 404, with it. */
export async function askRandomPaths(
  url: string,
  { count, seed, signal }: { count: number; seed: number; signal: AbortSignal },
): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const wrong: string[] = [];
  let next = 0;
  async function askOn(): Promise<void> {
    while (next < count) {
      const path = `/${createHash('sha1').update(`${seed} ${next++}`).digest('base64url')}`;
      const status = await statusOf(`${url}${path}`, { agent, signal });
      if (status !== 404) wrong.push(`GET ${path} was answered ${status} instead of 404`);
    }
  }
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, askOn));
  } finally {
    agent.destroy();
  }
  return wrong;
}

function statusOf(url: string, options: { agent: Agent; signal: AbortSignal }): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, options, (response) => {
      response
        .resume()
        .on('end', () => resolve(response.statusCode))
        .on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}
