import { expectNoAlarm } from './support/expect-no-alarm.ts';
import { SLOW_STARTS } from './support/slow-starts.ts';

describe('twenty releases that are healthy and take 5 to 90 s', () => {
  it('raise no false alarm', async () => {
    expect(SLOW_STARTS).toHaveLength(20);
    await expectNoAlarm('e2e-slow-starts', SLOW_STARTS);
  }, 300_000);
});
