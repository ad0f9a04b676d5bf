import { toolOf } from './tool-of.ts';

describe('toolOf', () => {
  it.each([
    ['kubectl', 'kubernetes'],
    ['ctr', 'node-packages'],
    ['helm', 'helm'],
    ['ansible-playbook', 'ansible'],
    ['node', 'node'],
    ['nosuch', undefined],
    ['constructor', undefined],
  ])('%s is in %s', (program, tool) => {
    expect(toolOf(program)).toBe(tool);
  });
});
