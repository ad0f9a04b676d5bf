import type { Bench, BenchContext, Measured } from './bench.ts';
import { PeerUnavailable } from './bench.ts';
import type { Result } from './report/judge.ts';
import { judge } from './report/judge.ts';

/** What `runBenches` works with. */
export interface RunBenchesOptions {
  signal: AbortSignal;
  createContext(bench: Bench): BenchContext & { end(): Promise<void> };
  log(line: string): void;
}

/** A finished run; benches that broke are in `failures`, and their rows are left out. */
export interface RunOutcome {
  results: Result[];
  failures: { name: string; error: unknown }[];
}

/** Runs one bench after the other. One that breaks does not keep the others from running. */
export async function runBenches(benches: readonly Bench[], options: RunBenchesOptions): Promise<RunOutcome> {
  const outcome: RunOutcome = { results: [], failures: [] };
  for (const [index, bench] of benches.entries()) {
    options.signal.throwIfAborted();
    options.log(`[${index + 1}/${benches.length}] ${bench.name}`);
    const started = performance.now();
    try {
      outcome.results.push(...judge(bench.rows, await measure(bench, options)));
    } catch (error) {
      options.signal.throwIfAborted();
      outcome.failures.push({ name: bench.name, error });
    }
    options.log(`  took ${Math.round((performance.now() - started) / 1000)} s`);
  }
  return outcome;
}

async function measure(bench: Bench, { createContext }: RunBenchesOptions): Promise<Measured[]> {
  const context = createContext(bench);
  try {
    return await bench.run(context);
  } catch (error) {
    if (!(error instanceof PeerUnavailable)) throw error;
    return bench.rows.map(({ id }) => ({ id, unavailable: error.message }));
  } finally {
    await context.end();
  }
}
