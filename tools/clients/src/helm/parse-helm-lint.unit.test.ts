import { parseHelmLint } from './parse-helm-lint.ts';

describe('parseHelmLint', () => {
  it('reads severity, file and message', () => {
    const output = `==> Linting charts/api
[INFO] Chart.yaml: icon is recommended
[WARNING] templates/service.yaml: object name does not conform: "x_y"
[ERROR] Chart.yaml: version is required

Error: 1 chart(s) linted, 1 chart(s) failed
`;
    expect(parseHelmLint(output)).toEqual([
      { severity: 'info', path: 'Chart.yaml', message: 'icon is recommended' },
      { severity: 'warning', path: 'templates/service.yaml', message: 'object name does not conform: "x_y"' },
      { severity: 'error', path: 'Chart.yaml', message: 'version is required' },
    ]);
  });

  it('joins the lines of one message and drops the dash before the first', () => {
    const output = `[ERROR] values.yaml: - at '/image': additional properties 'tagg' not allowed
- at '': additional properties 'replicaz' not allowed

1 chart(s) linted, 1 chart(s) failed`;
    expect(parseHelmLint(output)).toEqual([
      {
        severity: 'error',
        path: 'values.yaml',
        message:
          "at '/image': additional properties 'tagg' not allowed\nat '': additional properties 'replicaz' not allowed",
      },
    ]);
  });

  it('takes a message without a file whole', () => {
    expect(parseHelmLint('[ERROR] unable to load chart: no Chart.yaml')).toEqual([
      { severity: 'error', message: 'unable to load chart: no Chart.yaml' },
    ]);
  });

  it('finds nothing in nothing', () => {
    expect(parseHelmLint('==> Linting x\n\n1 chart(s) linted, 0 chart(s) failed\n')).toEqual([]);
  });
});
