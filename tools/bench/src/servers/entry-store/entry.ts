/** What each side keeps; every text of it has the same length. */
export const ENTRY = { level: 'info', message: 'Parcel handed to the carrier', timestamp: new Date(0).toISOString() };

/** Bytes of an entry's file, line break included. */
export const ENTRY_BYTES = JSON.stringify(ENTRY).length + 1;
