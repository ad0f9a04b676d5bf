import { Histogram, Registry } from 'prom-client';
import { createDurationHistogram } from './duration-histogram.ts';

/** Lines without the order of labels, which means nothing. */
function toSamples(text: string): string[] {
  const lines = text.trim().split('\n');
  return lines.map((line) =>
    line.replace(
      /\{(.*)\}/,
      (_all, labels: string) =>
        `{${labels
          .match(/\w+="(?:[^"\\]|\\.)*"/g)
          ?.sort()
          .join()}}`,
    ),
  );
}

describe('createDurationHistogram', () => {
  it('says the same as the histogram of prom-client', async () => {
    const [ours, theirs] = [new Registry(), new Registry()];
    for (const registry of [ours, theirs]) registry.setDefaultLabels({ service: 'a' });
    const shape = { name: 'seconds', help: 'Time.', buckets: [0.1, 1, 3] };
    const mine = createDurationHistogram({ ...shape, registry: ours });
    const reference = new Histogram({ ...shape, labelNames: ['method', 'route', 'status_code'], registers: [theirs] });
    const observations: [string, string, number, number][] = [
      ['GET', '/', 200, 0.05],
      ['GET', '/', 200, 0.1],
      ['GET', '/', 200, 3.5],
      ['GET', '/', 500, 1],
      ['POST', '/"quoted"\\', 201, 0],
    ];
    for (const [method, route, status, seconds] of observations) {
      mine.observe(method, route, status, seconds);
      reference.observe({ method, route, status_code: status }, seconds);
    }
    expect(toSamples(await ours.metrics())).toEqual(toSamples(await theirs.metrics()));
  });
});
