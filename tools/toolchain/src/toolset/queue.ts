/**
 * Runs jobs in order so that each one's download overlaps the compiling of the one before it: a job
 * starts when the one before has had its turn, and gets its own turn when the one before has ended.
 * Fails with the first failure; the jobs learn of it by the signal they were given.
 */
export async function runInTurn<T>(jobs: readonly ((turn: () => Promise<void>) => Promise<T>)[]): Promise<T[]> {
  let ended: Promise<unknown> = Promise.resolve();
  let mayStart: Promise<unknown> = Promise.resolve();
  const results = jobs.map((job) => {
    const before = ended;
    const start = mayStart;
    const hasTurn = Promise.withResolvers<void>();
    const running = start.then(() =>
      job(async () => {
        await before;
        hasTurn.resolve();
      }),
    );
    const finished = running.then(
      () => hasTurn.resolve(),
      () => hasTurn.resolve(),
    );
    ended = Promise.all([before, finished]);
    mayStart = Promise.all([start, hasTurn.promise]);
    return running;
  });
  return Promise.all(results);
}
