import type { Service } from '@slipway/contracts';
import { resolveOrder } from './resolve-order.ts';

const service = (project: string, ...after: string[]): Service => ({
  schema: 'slipway.service/v1',
  name: project,
  project,
  chart: { name: project, version: '1.0.0', dir: `/charts/${project}` },
  after,
  isDefault: true,
});
const services = [service('web', 'api'), service('api', 'store'), service('store')];
const request = { projects: services.map(({ project }) => ({ project, chartDir: '' })), knownProjects: ['logging'] };
const pick = (...names: string[]) => services.filter(({ project }) => names.includes(project));

describe('resolveOrder', () => {
  it('keeps the order across what is not selected', () => {
    const [web] = resolveOrder(pick('web', 'store'), services, request);
    expect(web?.after).toEqual(['api', 'store']);
  });

  it('names no more than its neighbours where all are selected', () => {
    expect(resolveOrder(services, services, request).map(({ after }) => after)).toEqual([['api'], ['store'], []]);
  });

  it('ends in a circle outside the selection', () => {
    const round = [service('a', 'b'), service('b', 'c'), service('c', 'b')];
    const known = { projects: round.map(({ project }) => ({ project, chartDir: '' })) };
    expect(resolveOrder(round.slice(0, 1), round, known)[0]?.after).toEqual(['b', 'c']);
  });

  it.each([
    ['stor', 'there is no project "stor"', 'Did you mean "store"?'],
    ['logging', 'project "logging" has no chart', 'projects with a chart: web, api, store.'],
  ])('refuses the unknown name %s, with exit 64', (name, message, hint) => {
    expect(() => resolveOrder([service('web', name)], services, request)).toThrow(
      expect.objectContaining({
        code: 'OrderUnknown',
        exitCode: 64,
        message: expect.stringContaining(message) as string,
        hint: expect.stringContaining(hint) as string,
      }),
    );
  });
});
