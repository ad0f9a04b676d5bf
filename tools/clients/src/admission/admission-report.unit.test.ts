import { formatPolicyFault } from './admission-report.ts';

describe('formatPolicyFault', () => {
  it('names file, policy, place and expression', () => {
    const fault = {
      file: 'a.yaml',
      policy: 'few',
      path: '/spec/validations/0/expression',
      expression: 'x <',
      message: 'bad',
    };
    expect(formatPolicyFault(fault)).toBe('a.yaml few /spec/validations/0/expression "x <": bad');
  });

  it('leaves out what is not known', () => {
    expect(formatPolicyFault({ file: 'a.yaml', message: 'bad' })).toBe('a.yaml: bad');
  });
});
