import { expectNoAlarm } from './support/expect-no-alarm.ts';
import { QUICK_SLOW_STARTS } from './support/slow-starts.ts';

describe('releases that are healthy and slow', () => {
  it('are waited for: a startup, an init container, a second try of a Job, readiness without a failure', async () => {
    await expectNoAlarm('e2e-slow', QUICK_SLOW_STARTS);
  }, 90_000);
});
