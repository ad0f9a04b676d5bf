import type { StoredEntry } from '@slipway/entry-store';

/** Entries of one replica, ready to be read. */
export interface LogSource {
  /** Tells replicas apart, however they were reached. */
  instance: string;
  /** Entries from here on may still be joined by earlier ones; they are not handed out yet. */
  horizon: string;
  entries: AsyncIterable<StoredEntry>;
  /** Lets go of the source without reading to its end. */
  cancel(): void;
}

/** What is read from every source alike. */
export interface ReadRange {
  after: string | undefined;
  limit: number | undefined;
}
