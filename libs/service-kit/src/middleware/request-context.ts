import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestContext } from '@slipway/logging';

/** What an incoming `X-Request-Id` must look like to be taken over. */
const WELL_FORMED_ID = /^[A-Za-z0-9_.:=-]{1,128}$/;

/** W3C trace context: version, trace id, parent id, flags; later versions may append. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-[\x21-\x7e]*)?$/;

const MAX_TRACESTATE = 512;

/** What is known of a request by its headers: its id (the client's if well formed, else a new one) and its trace. */
export function toRequestContext(headers: IncomingHttpHeaders): RequestContext {
  const context: RequestContext = { requestId: toRequestId(headers) };
  const { traceparent, tracestate } = headers;
  if (typeof traceparent === 'string') addTrace(context, traceparent, tracestate);
  return context;
}

/** The client's `X-Request-Id` if well formed, else a new one. */
export function toRequestId(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && WELL_FORMED_ID.test(given) ? given : randomUUID();
}

function addTrace(context: RequestContext, traceparent: string, tracestate: string | string[] | undefined): void {
  const traceId = TRACEPARENT.exec(traceparent)?.[1];
  if (traceId === undefined) return;
  context.traceId = traceId;
  context.traceparent = traceparent;
  if (typeof tracestate === 'string' && tracestate.length <= MAX_TRACESTATE) context.tracestate = tracestate;
}
