import type { Clients, LogLine, LogStreamOptions } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { namespaceOf } from '../catalog/namespace-of.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { createPodSecretsReader } from '../diagnose/pod-secrets.ts';
import { followContainer } from '../logs/follow-container.ts';
import { createLineRedactor } from '../logs/line-redactor.ts';
import type { LineWindow } from '../logs/line-window.ts';
import { createLineWindow } from '../logs/line-window.ts';
import { mergeSorted } from '../logs/merge-sorted.ts';
import { parseLogLine } from '../logs/parse-log-line.ts';
import type { PodFeed, ReleasePod } from '../pods/pod-feed.ts';
import { openPodFeed } from '../pods/pod-feed.ts';
import { containersOf, isPodOver } from '../pods/pod-state.ts';
import type { ReleaseRequest } from './release-request.ts';

/** Which lines. */
export interface LogOptions {
  /** Go on as lines come. */
  follow?: boolean;
  /** The run before the present one of each container. */
  previous?: boolean;
  /** Most lines of each container at the start. */
  tailLines?: number;
  /** Lines of the last so many seconds. */
  sinceSeconds?: number;
  /** This container alone. */
  container?: string;
  /** What is told besides lines: pods that come and go, broken connections. */
  onNotice?: (message: string) => void;
  signal: AbortSignal;
}

/** More logs at once would be more connections than an API server should bear. */
const MOST_LOGS = 200;
/** A log whose pod is gone is given up when nothing came for this long, in milliseconds: its node may be gone, too. */
const GONE_MS = 5000;

/**
 * The lines of all pods of the selected releases, in order of time, with the values of Secrets that a pod reads, and what
 * looks secret, marked. With `follow` until `signal` aborts: pods that come are read from their first line. Throws `NoPods`, `TooManyLogs`, `Forbidden`.
 */
export async function* releaseLogs(
  request: ReleaseRequest,
  clients: Clients,
  options: LogOptions,
): AsyncGenerator<LogLine> {
  const { selected } = await readCatalog(request, clients.files);
  const wanted = new Map<string, Set<string>>();
  for (const { name } of selected) {
    const namespace = namespaceOf(request.environment, name);
    wanted.set(namespace, new Set([...(wanted.get(namespace) ?? []), name]));
  }
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  try {
    const feeds = await Promise.all(
      [...wanted].map(async ([namespace, releases]) => {
        const where = { namespace, releases, once: !options.follow };
        return { namespace, feed: await openPodFeed(where, clients, signal) };
      }),
    );
    if (options.follow) yield* follow(feeds, clients, { ...options, signal });
    else yield* readOnce(feeds, clients, { ...options, signal });
  } finally {
    ending.abort();
  }
}

interface Feed {
  namespace: string;
  feed: PodFeed;
}

async function* readOnce(feeds: readonly Feed[], clients: Clients, options: LogOptions): AsyncGenerator<LogLine> {
  const { previous = false, signal } = options;
  const start = startOf(options);
  const targets = feeds.flatMap(({ namespace, feed }) =>
    [...feed.pods.values()].flatMap((entry) =>
      containersOf(entry.pod)
        .filter(({ name }) => options.container === undefined || name === options.container)
        .filter(({ hasLog, hasPrevious }) => (previous ? hasPrevious : hasLog))
        .map(({ name }) => ({ namespace, entry, container: name })),
    ),
  );
  if (targets.length === 0) throw noPods(feeds, options);
  refuseTooMany(targets.length);
  const readSecrets = createPodSecretsReader(clients.kube);
  const logs = targets.map(async function* ({ namespace, entry, container }) {
    const toLine = createToLine(entry, container, await readSecrets(entry.pod, namespace));
    const target = { namespace, pod: entry.pod.metadata.name, container, previous, ...start, signal };
    for await (const raw of clients.kube.streamLogs(target)) {
      const line = parseLogLine(raw);
      if (line) yield toLine(line);
    }
  });
  yield* mergeSorted(logs);
}

async function* follow(feeds: readonly Feed[], clients: Clients, options: LogOptions): AsyncGenerator<LogLine> {
  const window = createLineWindow({ clock: clients.clock });
  const all = feeds.map((feed) => superviseFeed(feed, window, clients, options));
  Promise.all(all).then(
    () => window.close(),
    (error: unknown) => window.close(options.signal.aborted ? undefined : error),
  );
  options.signal.addEventListener('abort', () => window.close(), { once: true });
  for await (const line of window.lines()) {
    if (options.signal.aborted) return;
    yield line;
  }
}

/** Starts to follow each container that there is, and each that comes. */
async function superviseFeed(
  { namespace, feed }: Feed,
  window: LineWindow,
  clients: Clients,
  options: LogOptions,
): Promise<void> {
  const { signal, onNotice = () => undefined } = options;
  const followed = new Map<string, Map<string, FollowedLog>>();
  let failed: ((error: unknown) => void) | undefined;
  const failure = new Promise<never>((_resolve, reject) => (failed = reject));
  failure.catch(() => undefined);
  let start = startOf(options);
  const readSecrets = createPodSecretsReader(clients.kube);

  const begin = (uid: string, entry: ReleasePod, container: string) => {
    const log: FollowedLog = { ending: new AbortController(), lines: 0, isHeldBack: false };
    const toLine = readSecrets(entry.pod, namespace).then((secrets) => createToLine(entry, container, secrets));
    const target = { namespace, pod: entry.pod.metadata.name, container };
    const state = () => {
      const pod = feed.pods.get(uid)?.pod;
      const run = pod && containersOf(pod).find(({ name }) => name === container);
      return run && pod ? { ...run, isOver: isPodOver(pod) } : undefined;
    };
    const take = async (line: { time: string; text: string }) => {
      log.isHeldBack = true;
      await window.push((await toLine)(line));
      log.isHeldBack = false;
      log.lines += 1;
    };
    const onInterrupted = (message: string) => onNotice(`${message} Trying again.`);
    followContainer({ target, start, state, take, onInterrupted }, clients, AbortSignal.any([signal, log.ending.signal])).catch(failed); // prettier-ignore
    return log;
  };

  let isFirst = true;
  while (!signal.aborted) {
    const change = feed.nextChange();
    change.catch(() => undefined);
    for (const [uid, entry] of feed.pods) {
      const known = followed.get(uid) ?? new Map<string, FollowedLog>();
      if (!isFirst && !followed.has(uid)) onNotice(`+ ${entry.release}: pod ${entry.pod.metadata.name}`);
      followed.set(uid, known);
      for (const { name } of containersOf(entry.pod)) {
        if (known.has(name) || (options.container !== undefined && name !== options.container)) continue;
        known.set(name, begin(uid, entry, name));
      }
    }
    for (const [uid, known] of followed) {
      if (feed.pods.has(uid)) continue;
      followed.delete(uid);
      for (const log of known.values()) void endWhenSilent(log, clients, signal);
    }
    refuseTooMany([...followed.values()].reduce((sum, known) => sum + known.size, 0));
    isFirst = false;
    start = {}; // Who comes later is read from the first line.
    await Promise.race([change, failure]);
  }
}

/** A log that is being read. */
interface FollowedLog {
  ending: AbortController;
  /** How many were taken. */
  lines: number;
  /** The reader of all logs is slower than this one. */
  isHeldBack: boolean;
}

async function endWhenSilent(log: FollowedLog, { clock }: Pick<Clients, 'clock'>, signal: AbortSignal): Promise<void> {
  for (let before = -1; !signal.aborted && (log.isHeldBack || log.lines !== before);) {
    before = log.lines;
    await clock.sleep(GONE_MS, signal);
  }
  log.ending.abort();
}

function createToLine(
  { release, pod }: ReleasePod,
  container: string,
  secrets: readonly string[],
): (line: { time: string; text: string }) => LogLine {
  const redact = createLineRedactor(secrets);
  return ({ time, text }) => ({ time, release, pod: pod.metadata.name, container, line: redact(text) });
}

function startOf({
  tailLines,
  sinceSeconds,
}: Pick<LogOptions, 'tailLines' | 'sinceSeconds'>): Pick<LogStreamOptions, 'tailLines' | 'sinceSeconds'> {
  return {
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
  };
}

function refuseTooMany(count: number): void {
  if (count <= MOST_LOGS) return;
  throw new SlipwayError({
    code: 'TooManyLogs',
    message: `read the logs: ${count} containers are more than ${MOST_LOGS}.`,
    hint: 'Choose fewer with --projects or --container.',
    exitCode: ExitCodes.usage,
  });
}

function noPods(feeds: readonly Feed[], { container, previous }: LogOptions): SlipwayError {
  const pods = feeds.flatMap(({ feed }) => [...feed.pods.values()]);
  const names = [...new Set(pods.flatMap(({ pod }) => containersOf(pod).map(({ name }) => name)))];
  const where = feeds.map(({ namespace }) => namespace).join(', ');
  const what =
    pods.length === 0
      ? `there are no pods of these releases in ${where}`
      : previous
        ? 'no container had a run before this one'
        : `no container${container ? ` ${container}` : ''} has a log`;
  return new SlipwayError({
    code: 'NoPods',
    message: `read the logs: ${what}.`,
    hint: pods.length === 0 ? '"slipway status" says what runs; --follow waits for pods.' : `Containers: ${names.join(', ') || 'none was started'}.`, // prettier-ignore
  });
}
