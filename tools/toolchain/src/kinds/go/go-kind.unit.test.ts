import { linkerFlags } from './go-kind.ts';

describe('linkerFlags', () => {
  it('fills the version into the variables', () => {
    const variables = { 'a.Version': 'v{version}', 'a.Major': '{major}', 'a.Minor': '{minor}' };
    expect(linkerFlags({ version: '1.36.3', variables })).toBe('-s -w -X a.Version=v1.36.3 -X a.Major=1 -X a.Minor=36');
  });
  it('needs no variables', () => {
    expect(linkerFlags({ version: '1' })).toBe('-s -w');
  });
});
