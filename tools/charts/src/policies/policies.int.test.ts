import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AdmissionChecker } from '@slipway/clients';
import type { CheckerFinding } from '@slipway/contracts';
import { parseAllDocuments, stringify } from 'yaml';
import { admissionChecker } from '../support/admission.ts';
import { workspaceRoot } from '../support/render.ts';
import { CASES } from './policy-cases.ts';
import { SOUND } from './sound-objects.ts';

jest.setTimeout(900_000); // Builds the program where it is not there yet.

const folder = join(workspaceRoot, 'deploy/policies');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe('the policies', () => {
  let checker: AdmissionChecker;
  let findings: CheckerFinding[];
  beforeAll(async () => {
    checker = await admissionChecker([folder]);
    const sound = Object.entries(SOUND).map(([kind, make]) => ({
      name: `sound ${kind}`,
      manifests: stringify(make()),
    }));
    const changed = CASES.map(([title, kind, change]) => {
      const object = SOUND[kind]!();
      change(object, object.spec);
      return { name: title, manifests: stringify(object) };
    });
    findings = await checker.check([...sound, ...changed]);
  });
  const saidOf = (render: string) =>
    findings
      .filter(({ rule, ...finding }) => finding.render === render && rule.startsWith('policy/'))
      .map(({ rule, message }) => `${rule.replace('policy/slipway-', '')}: ${message}`)
      .sort();

  it.each(Object.keys(SOUND).map((kind) => [kind]))('pass a sound %s', (kind) => {
    expect(saidOf(`sound ${kind}`)).toEqual([]);
  });

  it.each(CASES)('judge %s', (title, _kind, _change, said) => {
    expect(saidOf(title)).toEqual([...said].sort());
  });

  it('give severity and a fix', () => {
    expect(findings.find(({ rule }) => rule === 'policy/slipway-cron-jobs')).toMatchObject({
      severity: 'error',
      fix: 'set concurrencyPolicy to Forbid, timeZone, and startingDeadlineSeconds of 10 or more',
    });
  });

  it('have each a case that they deny', () => {
    const tried = new Set(CASES.flatMap(([, , , said]) => said.map((line) => line.split(':')[0])));
    expect(files.map((name) => name.replace('.yaml', '')).filter((name) => !tried.has(name))).toEqual([]);
  });

  it('fit the types of what they match', async () => {
    expect(await checker.checkPolicies()).toEqual([]);
  });

  it.each(files)('in %s are named after the file and apply to labelled namespaces alone', (file) => {
    const name = `slipway-${file.replace('.yaml', '')}`;
    const [policy, ...bindings] = parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((it) => it.toJS());
    expect(policy.metadata.name).toBe(name);
    const binding = (mode: string, validationActions: string[]) => ({
      metadata: { name: `${name}-${mode}` },
      spec: {
        policyName: name,
        validationActions,
        matchResources: { namespaceSelector: { matchLabels: { 'slipway.dev/policies': mode } } },
      },
    });
    expect(bindings).toMatchObject([binding('deny', ['Deny']), binding('warn', ['Warn', 'Audit'])]);
  });
});
