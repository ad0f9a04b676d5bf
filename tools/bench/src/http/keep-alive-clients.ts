import { Agent, get } from 'node:http';

/** What became of the requests of all clients. */
export interface ClientReport {
  answered: number;
  /** Requests without a whole answer of status 200; one text each says why. */
  lost: string[];
}

/** Clients that are at work. */
export interface Clients {
  /** Lets each client finish its request and gives what became of all of them. */
  stop(): Promise<ClientReport>;
  report(): ClientReport;
}

/** Longest wait for one answer. */
const TIMEOUT_MS = 30_000;
/** A client that lost a request goes on, but must not turn a dead port into a busy loop. */
const AFTER_LOSS_MS = 100;

/**
 * Clients that each keep one connection and send one request after the other, without any retry: what is lost is
 * counted as lost.
 */
export function startClients({ url, count }: { url: string; count: number }): Clients {
  const report: ClientReport = { answered: 0, lost: [] };
  let isStopped = false;

  async function work(): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!isStopped) {
      const fault = await ask(url, agent);
      if (fault === undefined) {
        report.answered += 1;
        continue;
      }
      report.lost.push(fault);
      await new Promise((resolve) => setTimeout(resolve, AFTER_LOSS_MS));
    }
    agent.destroy();
  }
  const clients = Array.from({ length: count }, () => work());
  return {
    report: () => report,
    async stop() {
      isStopped = true;
      await Promise.all(clients);
      return report;
    },
  };
}

/** One request; gives what went wrong with it, if anything. */
function ask(url: string, agent: Agent): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { agent, timeout: TIMEOUT_MS }, (answer) => {
      let size = 0;
      answer.on('data', (chunk: Buffer) => (size += chunk.length));
      answer.once('error', (error) => resolve(`cut off: ${error.message}`));
      answer.once('close', () => {
        if (!answer.complete) return resolve('cut off');
        const announced = Number(answer.headers['content-length'] ?? size);
        resolve(answer.statusCode === 200 && size === announced ? undefined : `status ${answer.statusCode}`);
      });
    });
    request.once('timeout', () => request.destroy(new Error('no answer in time')));
    request.once('error', (error) => resolve(error.message));
  });
}
