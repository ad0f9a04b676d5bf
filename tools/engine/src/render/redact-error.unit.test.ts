import { SlipwayError } from '@slipway/contracts';
import { redactError } from './redact-error.ts';

describe('redactError', () => {
  it('hides what values files name like a secret, and leaves all else', async () => {
    const error = new SlipwayError({ code: 'ChartInvalid', message: 'render web: fail: k4n4ry-1 and token: k4n4ry-2 of fast.', hint: 'h' }); // prettier-ignore
    expect(await redactError(error, ['db: {password: k4n4ry-1}\nmode: fast\n', undefined, '{'])).toMatchObject({
      code: 'ChartInvalid',
      message: 'render web: fail: (secret) and token: (secret) of fast.',
      hint: 'h',
    });
  });
});
