import { createRanking, takeInTurns } from './rank-cases.ts';

const CASES = [
  { file: 'tests/a/0_test.yaml', text: 'kind Deployment' },
  { file: 'tests/b/0_test.yaml', text: 'kind Deployment, set: { pdb.maxUnavailable: 0 }' },
  { file: 'tests/c/0_test.yaml', text: 'kind Deployment, set: { hpa.enabled: true }' },
];

describe('createRanking', () => {
  const order = (title: string, around = '') => createRanking(CASES)(title, around).map(({ file }) => file.at(6));

  it.each([
    ['a word that is in the case', 'if .svc.hpa.enabled', '', 'cab'],
    ['a part of a name', 'if .svc.maxAvailable', 'minUnavailable pdb', 'bac'],
    ['what is around', 'if .x', 'with .svc.pdb', 'bac'],
    ['the title before what is around', 'if .svc.hpa', 'with .svc.pdb', 'cba'],
  ])('puts first who shares %s', (_title, title, around, expected) => {
    expect(order(title, around).join('')).toBe(expected);
  });

  it('leaves cases that have nothing to do with it in their order', () => {
    expect(order('if .x').join('')).toBe('abc');
  });
});

describe('takeInTurns', () => {
  it('takes one of each group after the other', () => {
    expect(takeInTurns(['a1', 'a2', 'a3', 'b1', 'c1', 'c2'], (it) => it.charAt(0))).toEqual([
      'a1',
      'b1',
      'c1',
      'a2',
      'c2',
      'a3',
    ]);
  });
});
