import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { SERVICES, workspaceRoot } from '../support/render.ts';
import { readChartTree, serviceChartsOf } from '@slipway/engine';
import { createFilesClient } from '@slipway/clients';
import { runReachability } from './reachability.ts';

jest.setTimeout(600_000); // Builds helm and nca where they are not there yet.

describe('network policies of all services', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'slipway-reachability-'));
    cpSync(join(workspaceRoot, 'deploy'), join(copy, 'deploy'), { recursive: true, verbatimSymlinks: true });
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  /** Lays values over a service's values of prod, and checks prod alone. */
  const check = async (service: string, values: Record<string, unknown>) => {
    const path = join(copy, 'deploy/environments/prod', `${service}.yaml`);
    const before = parse(readFileSync(path, 'utf8')) as Record<string, object>;
    const changed = Object.entries(values).map(([key, value]) => [key, { ...before[key], ...(value as object) }]);
    writeFileSync(path, stringify({ ...before, ...(Object.fromEntries(changed) as object) }));
    const { findings } = await runReachability({ workspaceRoot: copy, environments: ['prod'] });
    return findings;
  };
  const flows = (findings: Awaited<ReturnType<typeof check>>, layout: string) =>
    findings
      .filter((it) => it.layout === layout)
      .map(({ kind, from, to, port }) => `${kind}: ${from} -> ${to} ${port}`);

  it('are looked at of every service that there is', async () => {
    const umbrella = join(workspaceRoot, 'deploy/charts/stack');
    const tree = await readChartTree(umbrella, { workspaceRoot, files: createFilesClient() });
    expect(serviceChartsOf(tree, workspaceRoot)).toEqual(
      SERVICES.map((name) => ({ name, dir: join(workspaceRoot, 'deploy/charts', name) })),
    );
  });

  it('let through what the matrix declares, and nothing else', async () => {
    const { cases, findings } = await runReachability({ workspaceRoot, environments: ['local', 'prod'] });
    expect(findings).toEqual([]);
    expect(cases.map(({ environment, layout }) => `${environment} ${layout}`)).toEqual([
      'local declared',
      'local apart',
      'prod declared',
      'prod apart',
    ]);
  });

  it('are caught when one of them is open', async () => {
    const findings = await check('data-api', { networkPolicy: { enabled: false } });
    expect(flows(findings, 'declared')).toEqual(
      expect.arrayContaining([
        'undeclared: a pod without labels in slipway -> data-api any port',
        'undeclared: any address -> data-api any port',
        'undeclared: data-api -> any address any port',
      ]),
    );
    expect(findings[0]?.message).toContain('no NetworkPolicy selects data-api for');
    expect(findings[0]?.fix).toBe('Set networkPolicy.enabled to true there, or declare the flow in the matrix.');
  });

  it('are caught when one lets a further service in', async () => {
    const findings = await check('data-api', {
      networkPolicy: {
        from: [{ service: 'backend-api' }, { service: 'health-check' }, { service: 'internal-service' }],
      },
      upstreams: {},
    });
    // internal-service is not let out to data-api, so that nothing is possible yet.
    expect(flows(findings, 'declared')).toEqual([]);
    const both = await check('internal-service', { upstreams: { 'data-api': { setting: 'DATA_URL' } } });
    expect(flows(both, 'declared')).toEqual(['undeclared: internal-service -> data-api TCP 5000']);
    expect(flows(both, 'apart')).toEqual(['undeclared: internal-service -> data-api TCP 5000']);
    expect(both[0]).toMatchObject({
      policies: ['NetworkPolicy slipway/internal-service', 'NetworkPolicy slipway/data-api'],
      fix: 'Narrow networkPolicy of data-api, or declare the flow in the matrix.',
    });
  });

  it('are caught when a declared flow is missing', async () => {
    const findings = await check('data-api', { networkPolicy: { from: [{ service: 'health-check' }] } });
    expect(flows(findings, 'declared')).toEqual(['blocked: backend-api -> data-api TCP 5000']);
    expect(flows(findings, 'apart')).toEqual(['blocked: backend-api -> data-api TCP 5000']);
    expect(findings[1]).toMatchObject({
      message: 'declared and refused: backend-api to data-api on TCP 5000, by NetworkPolicy ns-data-api/data-api',
      policies: ['NetworkPolicy ns-data-api/data-api'],
    });
    expect(findings[1]?.fix).toContain('Let it into data-api (its networkPolicy.from');
  });

  it('are caught when an upstream is looked for in the wrong namespace', async () => {
    const findings = await check('backend-api', { upstreams: { 'data-api': { setting: 'X', namespace: 'wrong' } } });
    expect(flows(findings, 'declared')).toEqual(['blocked: backend-api -> data-api TCP 5000']);
    expect(findings[0]?.fix).toContain('Let it out of backend-api (its upstreams');
  });

  it('are refused together with a matrix that names what is not there', async () => {
    const path = join(copy, 'deploy/reachability.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('to: data-api, ports', 'to: data-apii, ports'));
    await expect(runReachability({ workspaceRoot: copy, environments: ['prod'] })).rejects.toMatchObject({
      code: 'ReachabilityInvalid',
      message: expect.stringContaining('names data-apii, which is neither a chart nor a party') as string,
    });
  });
});
