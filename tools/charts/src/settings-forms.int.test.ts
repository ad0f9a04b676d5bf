import { pick, render } from './support/render.ts';
import type { Workload } from './support/workload.ts';
import { settings } from './support/workload.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

const settingsOf = async (values: object) =>
  settings(pick<Workload>(await render({ chart: 'internal-service', values }), 'Deployment'));

describe('settings', () => {
  it.each([
    [true, 'true'],
    ['true', 'true'],
    [false, 'false'],
    ['false', 'false'],
  ])('have PROD by prod: %j', async (prod, text) => {
    expect((await settingsOf({ prod })).PROD).toBe(text);
  });

  it('have no PROD without prod', async () => {
    expect(await settingsOf({ prod: null })).not.toHaveProperty('PROD');
  });

  it.each(['yes', 1, '', 'TRUE'])('refuse prod: %j by the schema', async (prod) => {
    await expect(settingsOf({ prod })).rejects.toThrow("at '/prod'");
  });

  it('refuse two owners of PROD, all in one message', async () => {
    const values = { prod: true, env: { PROD: 'false' }, extraEnv: [{ name: 'PROD', value: 'false' }] };
    await expect(settingsOf(values)).rejects.toThrow(
      [
        '- prod is true and env.PROD is false: two owners of one setting. Take env.PROD out.',
        '- prod is true and extraEnv has PROD: two owners of one setting. Take that of extraEnv out.',
      ].join('\n'),
    );
  });

  it('let env repeat what prod says', async () => {
    expect((await settingsOf({ prod: true, env: { PROD: 'true' } })).PROD).toBe('true');
  });

  it('may be a list', async () => {
    const values = {
      env: [
        { name: 'A', value: 1 },
        { name: 'B', value: false },
        { name: 'A', value: 'last' },
        { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      ],
    };
    const objects = await render({ chart: 'internal-service', values });
    const workload = pick<Workload>(objects, 'Deployment');
    expect(settings(workload)).toMatchObject({ A: 'last', B: 'false' });
    expect(workload.spec.template.spec.containers[0]?.env).toContainEqual(values.env[3]);
  });

  it('of a list are held to be no secret, like those of a map', async () => {
    await expect(settingsOf({ env: [{ name: 'DB_PASSWORD', value: 'x' }] })).rejects.toThrow(
      '- env.DB_PASSWORD holds a secret',
    );
  });

  it.each([
    [12345678.9, '12345678.9'],
    [1234567890123, '1234567890123'],
    [0.000001, '0.000001'],
    [-0.5, '-0.5'],
  ])('have the number %d as it is written', async (value, text) => {
    const found = await settingsOf({ env: { FROM_MAP: value }, extraEnv: [{ name: 'FROM_LIST', value }] });
    expect(found).toMatchObject({ FROM_MAP: text, FROM_LIST: text });
  });

  it('may be called like a word of YAML', async () => {
    expect(await settingsOf({ env: { y: 'a', on: 'b', null: 'c' } })).toMatchObject({ y: 'a', on: 'b', null: 'c' });
  });
});
