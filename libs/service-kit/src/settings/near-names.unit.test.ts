import { findNearNames } from './near-names.ts';

const KNOWN = ['LOG_LEVEL', 'PORT', 'LOGS_API_KEY', 'METRICS_PORT'];

describe('findNearNames', () => {
  it.each([
    ['two letters exchanged', 'LOG_LEVLE', 'LOG_LEVEL'],
    ['a letter missing', 'LOG_LEVE', 'LOG_LEVEL'],
    ['a letter too many', 'LOGG_LEVEL', 'LOG_LEVEL'],
    ['another letter', 'LOG-LEVEL', 'LOG_LEVEL'],
    ['a file of a setting', 'LOGS_API_KEYFILE', 'LOGS_API_KEY_FILE'],
  ])('names the setting that is meant by %s', (_title, name, meant) => {
    expect(findNearNames(KNOWN, { [name]: 'x' })).toEqual([`${name} is no setting; ${meant} is.`]);
  });

  it.each(['LOG_LEVEL', 'LOG_LEVEL_FILE', 'PORTS', 'SORT', 'LOG_LEVELLER', 'LEVEL_LOG', 'PATH', 'DATA_API_PORT'])(
    'says nothing of %s',
    (name) => {
      expect(findNearNames(KNOWN, { [name]: 'x' })).toEqual([]);
    },
  );

  it('says nothing where the setting itself is there', () => {
    expect(findNearNames(KNOWN, { LOG_LEVLE: 'x', LOG_LEVEL: 'info' })).toEqual([]);
  });
});
