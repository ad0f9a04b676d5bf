import type { DeployEvent } from '@slipway/contracts';

/** Events from many producers as one stream, in the order of their coming. */
export interface EventChannel {
  emit(event: DeployEvent): void;
  /** Ends the stream after what was emitted. */
  close(): void;
  events: AsyncIterable<DeployEvent>;
}

/** A channel without a limit: a slow printer never holds up the work. */
export function createEventChannel(): EventChannel {
  const queue: DeployEvent[] = [];
  let isClosed = false;
  let wake = () => undefined as void;
  async function* drain() {
    for (;;) {
      const event = queue.shift();
      if (event) yield event;
      else if (isClosed) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return {
    emit(event) {
      queue.push(event);
      wake();
    },
    close() {
      isClosed = true;
      wake();
    },
    events: drain(),
  };
}
