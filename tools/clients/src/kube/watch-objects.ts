import type http from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { KubeKind, KubeObject, ListOptions, WatchEvent } from '@slipway/contracts';

/** The server ends a watch after this long; it goes on where it was. */
const WATCH_SECONDS = 240;
const RECONNECT_MS = 500;
/** A new connection that takes longer than this means that the server was away. */
const AWAY_MS = 1500;

interface RawEvent {
  type: string;
  object: KubeObject & { code?: number };
}

/** Opens one watch connection; `query` starts with a question mark. */
export type OpenWatch = (query: string, signal: AbortSignal) => Promise<http.IncomingMessage>;

/**
 * Changes of one kind after a resource version, over as many connections as it takes. Ends when the
 * signal aborts. A place that the server no longer knows (410 Gone) comes as `RESYNC`, and ends it.
 */
export async function* watchObjects(
  kind: KubeKind,
  options: ListOptions & { resourceVersion: string; signal: AbortSignal },
  open: OpenWatch,
): AsyncGenerator<WatchEvent> {
  const { signal } = options;
  let { resourceVersion } = options;
  let endedAt: number | undefined;
  while (!signal.aborted) {
    const query = toQuery(options, resourceVersion);
    try {
      const response = await open(query, signal);
      if (endedAt !== undefined && performance.now() - endedAt > AWAY_MS) yield { type: 'RESUMED' };
      endedAt = undefined;
      for await (const line of createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY })) {
        if (line === '') continue;
        const event = JSON.parse(line) as RawEvent;
        if (event.type === 'ERROR') {
          if (event.object.code === 410) return yield { type: 'RESYNC' };
          break;
        }
        resourceVersion = event.object.metadata.resourceVersion ?? resourceVersion;
        if (event.type === 'BOOKMARK') continue;
        const object = { ...event.object, apiVersion: kind.apiVersion, kind: kind.kind };
        yield { type: event.type as 'ADDED' | 'MODIFIED' | 'DELETED', object };
      }
    } catch (error) {
      if (signal.aborted) return;
      if (statusOf(error) === 410) return yield { type: 'RESYNC' };
      if (!isPassing(error)) throw error;
    }
    endedAt ??= performance.now();
    await wait(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
  }
}

function toQuery({ labelSelector, fieldSelector }: ListOptions, resourceVersion: string): string {
  return `?${new URLSearchParams({
    watch: 'true',
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(WATCH_SECONDS),
    resourceVersion,
    ...(labelSelector ? { labelSelector } : {}),
    ...(fieldSelector ? { fieldSelector } : {}),
  })}`;
}

function statusOf(error: unknown): unknown {
  return (error as { details?: { statusCode?: number } } | undefined)?.details?.statusCode;
}

/** A broken connection or a cut line passes; refused rights do not. */
function isPassing(error: unknown): boolean {
  if (error instanceof SyntaxError) return true;
  const { code = '' } = (error ?? {}) as { code?: string };
  return code === '' || code.startsWith('E') || code === 'ApiFailed';
}
