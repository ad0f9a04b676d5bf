/** A name under which replicas are found. */
export interface PeerName {
  host: string;
  port: number;
}

/** Reads `LOGS_PEERS`: `name[:port]`, comma-separated; gives what is wrong as text. */
export function toPeerNames(text: string, defaultPort: number): PeerName[] | string {
  const names: PeerName[] = [];
  for (const part of text.split(',').map((item) => item.trim())) {
    const match = /^([A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?)(?::(\d{1,5}))?$/.exec(part);
    const port = Number(match?.[2] ?? defaultPort);
    if (!match?.[1] || port > 65_535) return `${JSON.stringify(part)} is not name[:port]`;
    names.push({ host: match[1], port });
  }
  return names;
}
