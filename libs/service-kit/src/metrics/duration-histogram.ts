import type { Metric, Registry } from 'prom-client';

/** A histogram of durations by method, route and status. */
export interface DurationHistogram {
  observe(method: string, route: string, status: number, seconds: number): void;
}

/** Options of `createDurationHistogram`. */
export interface DurationHistogramOptions {
  name: string;
  help: string;
  /** Upper bounds in seconds, ascending. */
  buckets: readonly number[];
  registry: Registry;
}

interface Series {
  labels: { method: string; route: string; status_code: number };
  /** One count per bucket and one for what lies above; not yet summed up. */
  counts: Float64Array;
  sum: number;
}

/**
 * A histogram that counts in arrays and becomes text only when it is asked for: prom-client's own hashes
 * its labels at every observation, which costs more than the rest of the measuring.
 */
export function createDurationHistogram(options: DurationHistogramOptions): DurationHistogram {
  const { name, help, buckets, registry } = options;
  const all = new Map<string, Series>();

  const get = async () => ({
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    values: [...all.values()].flatMap(toValues),
  });
  const reset = () => all.clear();
  registry.registerMetric({ name, help, get, reset } as unknown as Metric);

  function toValues({ labels, counts, sum }: Series) {
    let count = 0;
    const bounds = [...buckets, '+Inf'];
    const values = bounds.map((le, index) => {
      count += counts[index] as number;
      return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: count };
    });
    return [
      ...values,
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: count },
    ];
  }

  return {
    observe(method, route, status, seconds) {
      const key = `${status}${method} ${route}`;
      let series = all.get(key);
      if (series === undefined) {
        series = {
          labels: { method, route, status_code: status },
          counts: new Float64Array(buckets.length + 1),
          sum: 0,
        };
        all.set(key, series);
      }
      let index = 0;
      while (index < buckets.length && seconds > (buckets[index] as number)) index += 1;
      series.counts[index] = (series.counts[index] as number) + 1;
      series.sum += seconds;
    },
  };
}
