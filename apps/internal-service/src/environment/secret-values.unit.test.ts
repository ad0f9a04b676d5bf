import { allSettings } from '../settings.ts';
import { secretValues } from './secret-values.ts';

describe('secretValues', () => {
  it('gives the secret settings that are set, longest first, and nothing else', () => {
    const values = { SECRET_KEY: 'short', DB_PASSWORD: 'much longer', API_BASE_URL: 'http://a', PORT: 5000 };
    expect(secretValues(allSettings, values)).toEqual(['much longer', 'short']);
    expect(secretValues(allSettings, { SECRET_KEY: undefined })).toEqual([]);
  });

  it('gives what they are in every state, each once', () => {
    const states = [{ SECRET_KEY: 'first one' }, { SECRET_KEY: 'second', DB_PASSWORD: 'first one' }];
    expect(secretValues(allSettings, ...states)).toEqual(['first one', 'second']);
  });
});
