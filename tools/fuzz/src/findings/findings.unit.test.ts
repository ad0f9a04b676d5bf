import { findCanaries } from './find-canaries.ts';
import { findCrashes } from './find-crashes.ts';
import { findGrowth } from './memory.ts';
import { countNotFound, findUnboundSeries, toRequestSeries } from './metric-series.ts';

describe('findCanaries', () => {
  const canaries = { DB_PASSWORD: 'canary-0123456789abcdef' };
  const encoded = Buffer.from('Bearer canary-0123456789abcdef!').toString('base64');

  it.each([
    ['as it is', '{"x":"canary-0123456789abcdef"}', ['DB_PASSWORD came out in the log']],
    ['in base64', `Authorization: ${encoded}`, ['DB_PASSWORD came out in the log']],
    ['not at all', '{"x":"[redacted]"}', []],
  ])('finds a secret that stands there %s', (_title, text, expected) => {
    expect(findCanaries(canaries, [{ name: 'the log', text }])).toEqual(expected);
  });
});

describe('findCrashes', () => {
  it('passes over what a healthy service logs', () => {
    expect(findCrashes('{"level":"info"}\n{"level":"warn"}\n\n')).toEqual([]);
  });

  it.each(['{"level":"error","message":"x"}', '    at main.js:1:1', '{"message":"x"}'])('finds %s', (line) => {
    expect(findCrashes(`{"level":"info"}\n${line}\n`)).toEqual([`it wrote ${line}`]);
  });
});

describe('findCrashes of a service that may fail', () => {
  it('passes over errors that it logs, and nothing else', () => {
    expect(findCrashes('{"level":"error"}\nTypeError: x\n', { withErrors: false })).toEqual(['it wrote TypeError: x']);
  });
});

describe('findGrowth', () => {
  it('says when a service grew too much, where the kernel tells', () => {
    expect(findGrowth(100, 260)).toEqual([]);
    expect(findGrowth(100, 261)).toEqual(['it grew from 100 to 261 MiB']);
    expect(findGrowth(undefined, undefined)).toEqual([]);
  });
});

const PAGE = `# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="1",service="x",method="GET",route="/",status_code="200"} 3
http_request_duration_seconds_count{service="x",method="GET",route="/",status_code="200"} 3
http_request_duration_seconds_count{service="x",method="GET",route="unmatched",status_code="404"} 12
http_request_duration_seconds_count{service="x",method="POST",route="unmatched",status_code="404"} 5
nodejs_gc_duration_seconds_count{kind="major",service="x"} 1
`;

describe('the series of a metrics page', () => {
  it('are those about requests', () => {
    expect(toRequestSeries(PAGE)).toHaveLength(4);
    expect(toRequestSeries(PAGE)[1]).toBe(
      'http_request_duration_seconds_count{service="x",method="GET",route="/",status_code="200"}',
    );
  });

  it('count GET requests that found nothing', () => {
    expect(countNotFound(PAGE)).toBe(12);
  });

  it('name a route that is no path of the document', () => {
    expect(findUnboundSeries(PAGE, ['/'])).toEqual([]);
    expect(findUnboundSeries(PAGE, ['/logs'])).toEqual([expect.stringContaining('route="/"')]);
  });
});
