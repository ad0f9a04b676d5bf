import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ENVIRONMENTS, render, renderFor, SERVICES, workspaceRoot } from '../support/render.ts';
import { findDisruptionFaults } from './find-disruption-faults.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

const ci = join(workspaceRoot, 'deploy/charts/common-test/ci');
const EXAMPLES = readdirSync(ci).filter((file) => file.endsWith('-values.yaml') && !file.startsWith('typo-'));

describe('disruption budgets and autoscalers', () => {
  it.each(ENVIRONMENTS)('never contradict each other in any chart of %s', async (environment) => {
    for (const chart of [...SERVICES, 'stack']) {
      expect([chart, findDisruptionFaults(await renderFor(environment, chart))]).toEqual([chart, []]);
    }
  });

  it('never contradict each other in any example of the library', async () => {
    for (const file of EXAMPLES) {
      const values = parse(readFileSync(join(ci, file), 'utf8')) as object;
      expect([file, findDisruptionFaults(await render({ chart: 'common-test', values }))]).toEqual([file, []]);
    }
  });
});
