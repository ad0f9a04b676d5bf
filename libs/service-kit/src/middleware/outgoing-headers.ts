import { currentContext } from '@slipway/logging';

/** Headers that let a called service tell the same story: the request id and, where there is one, the trace context. */
export function outgoingHeaders(): Record<string, string> {
  const context = currentContext();
  if (context === undefined) return {};
  const { requestId, traceparent, tracestate } = context;
  return {
    'X-Request-Id': requestId,
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(tracestate === undefined ? {} : { tracestate }),
  };
}
