import { toChartFacts } from './chart-facts.ts';

describe('toChartFacts', () => {
  it('reads type, order, default and local dependencies', async () => {
    const text = `
name: api
annotations:
  slipway.dev/after: data-api, "queue"  cache
  slipway.dev/default: "false"
  slipway.dev/release: api-main
dependencies:
  - { name: common, repository: "file://../common" }
  - { name: redis, repository: "https://example.com" }
`;
    expect(await toChartFacts(text)).toEqual({
      name: 'api',
      release: 'api-main',
      isLibrary: false,
      after: ['data-api', '"queue"', 'cache'],
      isDefault: false,
      localDependencies: ['../common'],
    });
  });

  it('knows a library chart, and an unquoted false', async () => {
    expect(await toChartFacts('type: library')).toMatchObject({ isLibrary: true, isDefault: true });
    expect(await toChartFacts('annotations: { slipway.dev/default: false }')).toMatchObject({ isDefault: false });
  });

  it('knows a library and its test chart of each other', async () => {
    expect(await toChartFacts('annotations: { slipway.dev/test-chart: common-test }')).toMatchObject({
      testChart: 'common-test',
    });
    expect(await toChartFacts('annotations: { slipway.dev/test-chart-of: common }')).toMatchObject({
      testChartOf: 'common',
    });
  });

  it.each(['a: [', '- 1', '', 'annotations: 3\ndependencies: x'])('never throws: %j', async (text) => {
    expect(await toChartFacts(text)).toMatchObject({ isLibrary: false, after: [], localDependencies: [] });
  });

  it('says why a file cannot be read', async () => {
    expect((await toChartFacts('a: [')).fault).toBeTruthy();
  });
});
