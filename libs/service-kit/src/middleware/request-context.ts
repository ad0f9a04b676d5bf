import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@slipway/logging';
import { runWithContext } from '@slipway/logging';
import type { RequestHandler, Response } from 'express';

/** What an incoming `X-Request-Id` must look like to be taken over. */
const WELL_FORMED_ID = /^[A-Za-z0-9_.:=-]{1,128}$/;

/** W3C trace context: version, trace id, parent id, flags; later versions may append. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-[\x21-\x7e]*)?$/;

const MAX_TRACESTATE = 512;

/**
 * Gives every request an id (the client's `X-Request-Id` if well formed, else a new one), returns it in
 * the answer, and keeps it with the trace context for log lines and outgoing calls.
 */
export function requestContext(): RequestHandler {
  return function requestContext(req, res, next) {
    const given = req.headers['x-request-id'];
    const requestId = typeof given === 'string' && WELL_FORMED_ID.test(given) ? given : randomUUID();
    res.setHeader('X-Request-Id', requestId);
    const context: RequestContext = { requestId };
    const { traceparent, tracestate } = req.headers;
    if (typeof traceparent === 'string') addTrace(context, traceparent, tracestate);
    runWithContext(context, next);
  };
}

function addTrace(context: RequestContext, traceparent: string, tracestate: string | string[] | undefined): void {
  const traceId = TRACEPARENT.exec(traceparent)?.[1];
  if (traceId === undefined) return;
  context.traceId = traceId;
  context.traceparent = traceparent;
  if (typeof tracestate === 'string' && tracestate.length <= MAX_TRACESTATE) context.tracestate = tracestate;
}

/** The id that the answer carries. */
export function requestIdOf(res: Response): string {
  return String(res.getHeader('X-Request-Id') ?? '');
}
