import type { AccessCheck } from '@slipway/contracts';
import { findMissingRights } from './missing-rights.ts';

const check = (verb: string, resource: string, group = ''): AccessCheck => ({
  verb,
  resource,
  group,
  namespace: 'shop',
});

describe('findMissingRights', () => {
  it('asks one by one only for what the rules do not show', async () => {
    const asked: string[] = [];
    const resourceRules = [
      { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', '*/log'] },
      { verbs: ['*'], apiGroups: ['apps'], resources: ['*'] },
      { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['one'] },
    ];
    const post = async <T>(plural: string, body: object): Promise<T> => {
      if (plural === 'selfsubjectrulesreviews') return { status: { resourceRules } } as T;
      const { spec } = body as { spec: { resourceAttributes: { verb: string; resource: string } } };
      asked.push(`${spec.resourceAttributes.verb} ${spec.resourceAttributes.resource}`);
      return { status: { allowed: spec.resourceAttributes.resource === 'events' } } as T;
    };
    const there = [check('list', 'pods'), check('get', 'pods/log'), check('patch', 'deployments', 'apps')];
    const doubtful = [check('get', 'secrets'), check('list', 'events'), check('create', 'pods')];
    expect(await findMissingRights([...there, ...doubtful], post)).toEqual([doubtful[0], doubtful[2]]);
    expect(asked).toEqual(['get secrets', 'list events', 'create pods']);
  });
});
