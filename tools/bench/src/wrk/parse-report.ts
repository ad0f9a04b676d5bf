/** What one run of wrk counted. */
export interface WrkReport {
  /** Complete answers, whatever their status. */
  requests: number;
  seconds: number;
  requestsPerSecond: number;
  /** Answers with a status of 400 and more. */
  statusErrors: number;
  /** Connections that could not be made or broke. */
  socketErrors: number;
  /** Requests that took longer than the time limit. */
  timeouts: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

interface Counted {
  requests: number;
  durationUs: number;
  connectErrors: number;
  readErrors: number;
  writeErrors: number;
  statusErrors: number;
  timeouts: number;
  p50Us: number;
  p99Us: number;
  maxUs: number;
}

/** Finds the line that report.lua printed. Throws when there is none. */
export function parseReport(output: string): WrkReport {
  const json = /^@@(\{.*\})$/m.exec(output)?.[1];
  if (json === undefined) throw new Error(`read the report of wrk: there is none in "${output.trim().slice(-300)}".`);
  const counted = JSON.parse(json) as Counted;
  const seconds = counted.durationUs / 1e6;
  return {
    requests: counted.requests,
    seconds,
    requestsPerSecond: seconds > 0 ? counted.requests / seconds : 0,
    statusErrors: counted.statusErrors,
    socketErrors: counted.connectErrors + counted.readErrors + counted.writeErrors,
    timeouts: counted.timeouts,
    p50Ms: counted.p50Us / 1000,
    p99Ms: counted.p99Us / 1000,
    maxMs: counted.maxUs / 1000,
  };
}
