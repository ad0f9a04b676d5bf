import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known of the request being served; its fields are on every line logged meanwhile. */
export interface RequestContext {
  requestId: string;
  /** The 32 hex digits of a W3C `traceparent`, when the request carried one. */
  traceId?: string;
  /** The headers to hand on to services called for this request. */
  traceparent?: string;
  tracestate?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work`, and all that it starts, with this context. */
export function runWithContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of the request being served, or undefined outside of one. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}
