/** A line with the time in front that the kubelet puts there. */
export interface TimedLine {
  /** UTC, always nine digits behind the second: times compare as texts. */
  time: string;
  text: string;
}

const TIMED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?/;

/** Takes the time off a line. Undefined for a line without one. Pure. */
export function parseLogLine(line: string): TimedLine | undefined {
  const [head, second, fraction = '', zone = 'Z'] = TIMED.exec(line) ?? [];
  if (head === undefined) return undefined;
  const utc = zone === 'Z' ? `${second}` : new Date(`${second}${zone}`).toISOString().slice(0, 19);
  return { time: `${utc}.${fraction.padEnd(9, '0')}Z`, text: line.slice(head.length).replace(/\r$/, '') };
}
