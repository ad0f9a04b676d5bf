import { readErrorCodes } from './read-error-codes.ts';

describe('readErrorCodes', () => {
  it('finds codes with their exit codes, 1 where none is said, and all of a choice', () => {
    const one = `throw new SlipwayError({ code: 'Locked', message: \`x \${a}.\`, exitCode: ExitCodes.locked });`;
    const two = `return new SlipwayError({\n  code: isProject ? 'WithoutChart' : 'Unknown',\n  message: 'x',\n});`;
    const three = `new SlipwayError({ code: 'Locked', message: 'y' })`;
    expect(readErrorCodes([one, two, three])).toEqual([
      { code: 'Locked', exitCodes: [1, 5] },
      { code: 'Unknown', exitCodes: [1] },
      { code: 'WithoutChart', exitCodes: [1] },
    ]);
  });
});
