import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A connection on which nothing comes for so long has lost its request. */
const TIMEOUT_MS = 30_000;
const PAUSE_AFTER_FAILURE_MS = 1_000;

/** What clients ask for, each on one connection that it keeps. */
export interface LoadTarget {
  /** Shown with a failure. */
  name: string;
  address: string;
  port: number;
  host: string;
  path: string;
}

/** What became of the requests of one target. */
export interface LoadOutcome {
  /** Answers with status 200, read to their end. */
  answered: number;
  /** Every other outcome. */
  failures: string[];
}

/** Clients that ask one question after the other until they are stopped. */
export interface Load {
  /** Resolves when every client has had so many more answers. */
  answersEach(count: number): Promise<void>;
  /** Lets every client have its last answer. */
  stop(): Promise<LoadOutcome>;
}

/**
 * Does something while clients ask every target, each of them in the middle of a request on a connection that it
 * has used before. The clients end with it, however it ends.
 */
export async function underLoad(
  targets: readonly LoadTarget[],
  clients: { clients: number; spreadMs: number },
  work: (loads: readonly Load[]) => Promise<void>,
): Promise<LoadOutcome[]> {
  const loads = targets.map((target) => startLoad(target, clients));
  const stop = () => Promise.all(loads.map((load) => load.stop()));
  try {
    await Promise.all(loads.map((load) => load.answersEach(1)));
    await work(loads);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop();
}

/**
 * Starts so many clients, one after the other over `spreadMs`: clients in step would all be between two requests
 * at the same moment, and a pod that ends just then would lose nothing by luck. A client never repeats a
 * question: what fails is a lost request.
 */
function startLoad(target: LoadTarget, { clients, spreadMs }: { clients: number; spreadMs: number }): Load {
  let isStopping = false;
  const failures: string[] = [];
  const answers = new Array<number>(clients).fill(0);
  const waiting = new Set<() => void>();

  async function ask(client: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await sleep((client * spreadMs) / clients);
    while (!isStopping) {
      const outcome = await statusOf(target, agent).catch((error: Error) => error.message);
      answers[client] = (answers[client] ?? 0) + 1;
      if (outcome !== 200) {
        failures.push(`${target.name}: ${outcome}`);
        // One that is refused at once would do nothing else, and keep the test from its end.
        await sleep(PAUSE_AFTER_FAILURE_MS);
      }
      for (const look of waiting) look();
    }
    agent.destroy();
  }
  const running = Promise.all(Array.from({ length: clients }, (_, client) => ask(client)));

  return {
    answersEach: (count) =>
      new Promise((resolve) => {
        const wanted = answers.map((each) => each + count);
        const look = () => {
          if (answers.some((each, client) => each < (wanted[client] ?? 0))) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async stop() {
      isStopping = true;
      await running;
      return { answered: answers.reduce((sum, each) => sum + each, 0) - failures.length, failures };
    },
  };
}

function statusOf({ address, port, host, path }: LoadTarget, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: address, port, path, agent, headers: { host }, timeout: TIMEOUT_MS }, (response) => {
      // A body that is cut off is a lost request as well.
      response.on('error', reject).on('end', () => resolve(response.statusCode));
      response.resume();
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)));
    asked.on('error', reject).end();
  });
}
