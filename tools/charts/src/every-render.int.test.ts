import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AdmissionChecker } from '@slipway/clients';
import type { KubeObject } from '@slipway/contracts';
import { stringify } from 'yaml';
import { chartsWithGoldens, goldenPath, orphanedGoldens, toGolden } from './golden/golden-files.ts';
import { admissionChecker } from './support/admission.ts';
import { ENVIRONMENTS, engineValues, renderFor, renderText, SERVICES, workspaceRoot } from './support/render.ts';

const CHARTS = [...SERVICES, 'stack'];
const CASES = ENVIRONMENTS.flatMap((environment) => CHARTS.map((chart) => [chart, environment] as const));

interface PodTemplate {
  metadata: { labels: Record<string, string> };
  spec: { automountServiceAccountToken?: boolean; securityContext?: object; containers: FullContainer[] };
}

interface FullContainer {
  name: string;
  image: string;
  imagePullPolicy: string;
  resources: Record<'requests' | 'limits', Record<string, string>>;
  securityContext: { readOnlyRootFilesystem: boolean };
  env?: { name: string; value?: string }[];
}

interface PodHolder {
  template?: PodTemplate;
}

/** One pod of a render: of a workload (`isService`) or of a hook. */
interface OwnedPod {
  pod: PodTemplate;
  isService: boolean;
}

function podsOf(objects: readonly KubeObject[]): OwnedPod[] {
  return objects.flatMap((object): OwnedPod[] => {
    const { spec } = object as unknown as { spec: PodHolder & { jobTemplate?: { spec: PodHolder } } };
    const template = spec?.template ?? spec?.jobTemplate?.spec.template;
    if (object.kind === 'Pod') return [{ pod: object as unknown as PodTemplate, isService: false }];
    return template ? [{ pod: template, isService: true }] : [];
  });
}

let admission: AdmissionChecker;
beforeAll(async () => {
  admission = await admissionChecker();
}, 900_000);

describe.each(CASES)('%s in %s', (chart, environment) => {
  let objects: KubeObject[];
  beforeAll(async () => {
    objects = await renderFor(environment, chart);
  }, 600_000);

  it('is what an API server takes into a restricted namespace, tests included', async () => {
    expect(podsOf(objects).some(({ isService }) => !isService)).toBe(true);
    const manifests = objects.map((object) => stringify(object)).join('---\n');
    expect(await admission.check([{ name: environment, manifests }])).toEqual([]);
  });

  it('runs read-only, without a token, as uid and gid above 10 000', () => {
    for (const { pod } of podsOf(objects)) {
      expect(pod.spec.automountServiceAccountToken).toBe(false);
      expect(pod.spec.securityContext).toMatchObject({ runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532 });
      for (const container of pod.spec.containers) expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
    }
  });

  it('asks for and limits CPU, memory and ephemeral storage in every container', () => {
    for (const { pod } of podsOf(objects)) {
      for (const { resources } of pod.spec.containers) {
        expect(Object.keys(resources.requests).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
        expect(Object.keys(resources.limits).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
      }
    }
  });

  it('names images by digest and always asks for them', () => {
    for (const { pod } of podsOf(objects)) {
      for (const { image, imagePullPolicy } of pod.spec.containers) {
        expect(image).toMatch(/^registry\.test:5000\/slipway\/[a-z0-9-]+@sha256:1{64}$/);
        expect(imagePullPolicy).toBe('Always');
      }
    }
  });

  it('carries the recommended labels and a namespace on every object', () => {
    for (const { metadata } of objects) {
      expect(metadata.namespace).toBe('shop');
      expect(metadata.labels).toMatchObject({
        'app.kubernetes.io/name': chart === 'stack' ? expect.stringMatching(/-(api|service|check)$/) : chart,
        'app.kubernetes.io/instance': chart,
        'app.kubernetes.io/part-of': 'slipway',
        'app.kubernetes.io/managed-by': 'Helm',
      });
    }
  });

  it('labels service pods, and no others, for the usage question', () => {
    for (const { pod, isService } of podsOf(objects)) {
      expect(pod.metadata.labels['k8s-app']).toBe(isService ? 'kube-Devops' : undefined);
    }
  });

  it('holds no secret and no value of one', () => {
    expect(objects.map(({ kind }) => kind)).not.toContain('Secret');
    const named = podsOf(objects).flatMap(({ pod }) => pod.spec.containers.flatMap(({ env = [] }) => env));
    const secret = named.filter(({ name }) => /KEY|SECRET|TOKEN|PASSWORD/.test(name) && !name.endsWith('_FILE'));
    expect(secret.filter(({ name }) => name !== 'KEEP_ALIVE_TIMEOUT_MS')).toEqual([]);
  });

  it('renders the same bytes again', async () => {
    const values = engineValues(environment, chart);
    expect(await renderText({ chart, environment, values })).toBe(await renderText({ chart, environment, values }));
  });

  if (chartsWithGoldens([chart]).length > 0) {
    it('is what its golden file says (npx nx run charts:generate writes it)', () => {
      const path = join(workspaceRoot, goldenPath(chart, environment));
      if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, toGolden(objects));
      expect(toGolden(objects)).toBe(existsSync(path) ? readFileSync(path, 'utf8') : '');
    });
  }
});

describe('golden files', () => {
  it('belong to an environment each', () => {
    expect(orphanedGoldens()).toEqual([]);
  });
});
