import type { KubeObject, Snapshot } from '@slipway/contracts';
import type { EventView } from './pod-types.ts';
import { asEvent } from './pod-types.ts';

/** A namespace may hold thousands of events: each list of them is sorted once. */
const indexes = new WeakMap<readonly KubeObject[], Map<string, EventView[]>>();

/** Events about one object, oldest first. */
export function eventsOf(object: KubeObject, { events }: Pick<Snapshot, 'events'>): EventView[] {
  const index = indexes.get(events) ?? toIndex(events);
  indexes.set(events, index);
  return index.get(object.metadata.uid ?? '') ?? [];
}

function toIndex(events: readonly KubeObject[]): Map<string, EventView[]> {
  const index = new Map<string, EventView[]>();
  for (const event of events.map(asEvent)) {
    const uid = event.involvedObject?.uid;
    if (!uid) continue;
    const known = index.get(uid);
    if (known) known.push(event);
    else index.set(uid, [event]);
  }
  for (const list of index.values()) list.sort((a, b) => time(a) - time(b));
  return index;
}

function time({ lastTimestamp, eventTime, firstTimestamp }: EventView): number {
  return Date.parse(lastTimestamp ?? eventTime ?? firstTimestamp ?? '') || 0;
}
