import { parseReport } from './parse-report.ts';

const LINE =
  '@@{"requests":300,"durationUs":1500000,"connectErrors":1,"readErrors":2,"writeErrors":3,"statusErrors":4,"timeouts":5,"p50Us":1500,"p99Us":2500,"maxUs":9000}';

describe('parseReport', () => {
  it('finds the line among what wrk prints', () => {
    expect(parseReport(`Running 2s test\n  1 threads\n\n${LINE}\nRequests/sec: 1\n`)).toEqual({
      requests: 300,
      seconds: 1.5,
      requestsPerSecond: 200,
      statusErrors: 4,
      socketErrors: 6,
      timeouts: 5,
      p50Ms: 1.5,
      p99Ms: 2.5,
      maxMs: 9,
    });
  });

  it('says what there was instead of a report', () => {
    expect(() => parseReport('unable to connect')).toThrow('there is none in "unable to connect"');
  });
});
