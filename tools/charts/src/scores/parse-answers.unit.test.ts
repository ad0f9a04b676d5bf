import { parseAdmission, parseCheckov, parseKubeconform, parseKubeLinter, parseKubeScore } from './parse-answers.ts';

describe('parseKubeconform', () => {
  it('counts whatever is not valid, kinds without a schema included', () => {
    const resources = ['statusValid', 'statusInvalid', 'statusSkipped', 'statusInvalid', 'statusError'];
    const output = JSON.stringify({ resources: resources.map((status) => ({ status })) });
    expect(parseKubeconform(output)).toEqual({ statusError: 1, statusInvalid: 2, statusSkipped: 1 });
  });
});

describe('parseKubeScore', () => {
  it('counts critical and warning, once per test and object', () => {
    const check = (id: string, grade: number, skipped = false) => ({
      check: { id },
      grade,
      skipped,
      comments: [{ summary: 'a' }, { summary: 'b' }],
    });
    const output = [
      { checks: [check('a', 1), check('b', 5), check('c', 7), check('d', 10)] },
      { checks: [check('a', 1), check('b', 1, true)] },
    ];
    expect(parseKubeScore(JSON.stringify(output))).toEqual({ a: 2, b: 1 });
  });
});

describe('parseCheckov', () => {
  it('counts what failed, what an annotation skipped, and files that were not read', () => {
    const row = (id: string) => ({ check_id: id });
    const answer = {
      failed_checks: [row('B'), row('A'), row('B')],
      skipped_checks: [row('C')],
      unread_files: ['render.yaml'],
    };
    expect(Object.entries(parseCheckov(JSON.stringify(answer)))).toEqual([
      ['A', 1],
      ['B', 2],
      ['C', 1],
      ['unread', 1],
    ]);
  });
});

describe('parseKubeLinter', () => {
  const output = JSON.stringify({ Reports: [{ Check: 'x' }, { Check: 'y' }, { Check: 'x' }] });

  it('counts reports by check', () => {
    expect(parseKubeLinter(output)).toEqual({ x: 2, y: 1 });
  });

  it('leaves out what is excluded, and takes no report for none', () => {
    expect(parseKubeLinter(output, ['x'])).toEqual({ y: 1 });
    expect(parseKubeLinter(output, ['*y'])).toEqual({ x: 2 });
    expect(parseKubeLinter('{"Reports": null}')).toEqual({});
  });
});

describe('parseAdmission', () => {
  it('tells pod security, own policies and the rest apart', () => {
    const rules = ['pod-security/runAsNonRoot', 'policy/a', 'validation', 'policy/a', 'immutable'];
    expect(parseAdmission(JSON.stringify({ findings: rules.map((rule) => ({ rule })) }))).toEqual({
      admission: { immutable: 1, validation: 1 },
      'pod-security': { runAsNonRoot: 1 },
      policies: { a: 2 },
    });
  });
});
