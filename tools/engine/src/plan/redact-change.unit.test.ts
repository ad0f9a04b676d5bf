import { redactChange, redactValue } from './redact-change.ts';

const POD = '/spec/template/spec/containers/app';

describe('redactChange', () => {
  it.each([
    [`${POD}/env/DB_PASSWORD/value`, '(secret)'],
    [`${POD}/env/LOG_LEVEL/value`, 'canary'],
    ['/spec/template/spec/volumes/keys/secret/secretName', 'canary'],
    ['/spec/template/spec/containers/token-service/image', 'canary'],
    ['/data/api-key', '(secret)'],
  ])('%s shows %s', (path, to) => {
    expect(redactChange({ kind: 'Deployment', name: 'web', path, from: null, to: 'canary' })).toMatchObject({
      from: null,
      to,
    });
  });

  it('says of a Secret only that there is a value', () => {
    const change = { kind: 'Secret', name: 'web', path: '/data/user', from: 'canary', to: null };
    expect(redactChange(change)).toMatchObject({ from: '(secret)', to: null });
  });
});

describe('redactValue', () => {
  const place = { kind: 'Deployment', path: '/spec/template/spec/containers/app' };

  it('looks into whole entries', () => {
    const env = [
      { name: 'API_KEY', value: 'canary' },
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
    ];
    expect(redactValue({ name: 'app', env }, place)).toEqual({
      name: 'app',
      env: [{ name: 'API_KEY', value: '(secret)' }, env[1], env[2]],
    });
  });

  it('finds secrets within text: known ones, passwords, addresses with a user', () => {
    const text = 'user: x\npassword: canary\nurl: https://me:canary@host/\nother: known-value';
    const shown = redactValue(text, { kind: 'ConfigMap', path: '/data/app.yaml', secrets: ['known-value'] });
    expect(shown).toBe('user: x\npassword: (secret)\nurl: https://me:(secret)@host/\nother: (secret)');
  });
});
