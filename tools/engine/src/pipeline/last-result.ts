import type { DeployEvent, DeployResult } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';

/** Hands every event to `onEvent` (a printer) and gives the result that the stream ends with. */
export async function lastResult(
  events: AsyncIterable<DeployEvent>,
  onEvent: (event: DeployEvent) => void = () => undefined,
): Promise<DeployResult> {
  let result: DeployResult | undefined;
  for await (const event of events) {
    onEvent(event);
    if (event.type === 'done') result = event.result;
  }
  if (result) return result;
  throw new SlipwayError({
    code: 'EventStreamBroken',
    message: 'read deploy events: the stream ended without a result.',
  });
}
