import { join } from 'node:path';
import type { Clients, DesiredRelease, KubeObject, Service } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { namespaceOf } from '../catalog/namespace-of.ts';
import { parseYaml, parseYamlDocuments } from '../catalog/parse-yaml.ts';
import type { ImageIdentity } from '../catalog/read-image.ts';
import { readImage } from '../catalog/read-image.ts';
import { howToLock } from '../lock/require-evidence.ts';
import { DEFAULT_ENVIRONMENTS_DIR } from '../catalog/read-environment.ts';
import type { ReleaseRequest } from '../pipeline/release-request.ts';
import { toHiddenValues } from '../diagnose/hidden-values.ts';
import { engineValues, imageValues } from './engine-values.ts';
import { sha256, toSpecHash } from './hash.ts';
import { isTest, normaliseObjects } from './normalise-objects.ts';
import { hasSecretValues, redactSecrets, secretValues } from './redact-secrets.ts';
import { redactError } from './redact-error.ts';
import { secretLikeValues } from './secret-like-values.ts';
import { refuseTooLarge } from './refuse-too-large.ts';
import { stableJson } from './sort-keys.ts';
import type { StagedChart, StageOptions } from './stage-chart.ts';
import { stageChart } from './stage-chart.ts';

/** Renders and staged charts are kept here, below the workspace root. */
const CACHE_DIR = '.slipway';
/** Raised when what a kept render holds changes. */
const CACHE_VERSION = 2;

/** What one rendering needs besides its service. */
export interface RenderContext {
  request: ReleaseRequest;
  clients: Pick<Clients, 'files' | 'helm'>;
  /** All services of the workspace, for charts within charts. */
  services: readonly Service[];
  /** Key for digests of secret values of one namespace; undefined while there is none. */
  secretKey: (namespace: string) => Promise<string | undefined>;
  sources: NonNullable<StageOptions['sources']>;
  signal?: AbortSignal | undefined;
}

/** A rendered release, and the secret values in it, which belong in no log. */
export interface RenderedRelease {
  desired: DesiredRelease;
  secrets: string[];
  /** It has secret values and the namespace has no key for their digests yet: `specHash` changes once it has one. */
  lacksKey: boolean;
}

/**
 * Renders one service as it is to be in one environment. The same inputs are rendered once: the result is
 * kept by the hash of all of them, unless it has secret values. Throws `ChartInvalid`, `ImageMissing`.
 */
export async function renderRelease(service: Service, context: RenderContext): Promise<RenderedRelease> {
  const { request, clients, signal } = context;
  const { environment, workspaceRoot } = request;
  const namespace = namespaceOf(environment, service.name);
  const staged = await stageChart(service.chart.dir, {
    ...clients,
    cacheDir: join(workspaceRoot, CACHE_DIR, 'charts'),
    sources: context.sources,
    signal,
  });
  const images = await readImages(service, staged, context);
  const valuesFiles = await existing([valuesPath(request, service)], context);
  const source = { chartDir: staged.dir, valuesFiles, values: await toValues(service, images, staged, context) };
  const ref = { name: service.name, namespace };

  const texts = await Promise.all(valuesFiles.map((path) => clients.files.readText(path)));
  const fingerprint = await clients.helm.fingerprint();
  const key = sha256(stableJson([CACHE_VERSION, ref, staged.digest, texts, source.values, fingerprint]));
  const cachePath = join(workspaceRoot, CACHE_DIR, 'renders', environment.name, `${namespace}.${service.name}.json`);
  let objects = await readKept(cachePath, key, context);
  let secrets: string[] = [];
  let lacksKey = false;
  if (!objects) {
    const text = await clients.helm.template(ref, source, signal).catch(async (error: unknown) => {
      throw await redactError(error, texts);
    });
    const rendered = normaliseObjects(await parseYamlDocuments(text, `the manifests of ${service.name}`), {
      release: service.name,
      namespace,
    });
    const secretLike = secretLikeValues(rendered);
    secrets = [...new Set([...secretValues(rendered), ...toHiddenValues(secretLike)])];
    const hasSecrets = hasSecretValues(rendered);
    refuseTooLarge(text, rendered, service.name);
    const digestKey = hasSecrets ? await context.secretKey(namespace) : undefined;
    lacksKey = hasSecrets && digestKey === undefined;
    objects = hasSecrets ? redactSecrets(rendered, digestKey) : rendered;
    if (!hasSecrets && secretLike.length === 0)
      await clients.files.writeText(cachePath, JSON.stringify({ key, objects }), { mode: 0o600 });
  }
  const desired: DesiredRelease = {
    schema: 'slipway.desired-release/v1',
    name: service.name,
    project: service.project,
    namespace,
    environment: environment.name,
    chart: { name: service.chart.name, version: service.chart.version, digest: staged.digest },
    valuesDigest: sha256(stableJson([texts, source.values.global])),
    ...(images.own ? { image: imageValues(environment, images.own) } : {}),
    after: releaseNames(service.after, context.services),
    objects,
    hasTests: objects.some(isTest),
    specHash: toSpecHash(objects),
    source,
  };
  return { desired, secrets, lacksKey };
}

function valuesPath(request: ReleaseRequest, service: Service): string {
  const { workspaceRoot, environmentsDir = DEFAULT_ENVIRONMENTS_DIR, environment } = request;
  return join(workspaceRoot, environmentsDir, environment.name, `${service.name}.yaml`);
}

async function existing(paths: string[], { clients }: RenderContext): Promise<string[]> {
  const there = await Promise.all(paths.map((path) => clients.files.exists(path)));
  return paths.filter((_, index) => there[index]);
}

interface Images {
  own: ImageIdentity | undefined;
  nested: Record<string, ImageIdentity>;
}

async function readImages(service: Service, staged: StagedChart, context: RenderContext): Promise<Images> {
  const { request, clients, services } = context;
  const source = { ...request, services };
  const own = await readImage(service, source, clients.files);
  const nested: Record<string, ImageIdentity> = {};
  for (const [name, dir] of Object.entries(staged.localDependencies)) {
    const other = services.find(({ chart }) => chart.dir === dir);
    const image = other && (await readImage(other, source, clients.files));
    if (image) nested[name] = image;
  }
  return { own, nested };
}

/** Charts made by `helm create` know a tag alone: they get tag and digest in one, which is a valid reference. */
async function toValues(
  service: Service,
  images: Images,
  staged: StagedChart,
  context: RenderContext,
): Promise<Record<string, unknown>> {
  const { environment } = context.request;
  const values = engineValues(environment, images);
  const path = join(staged.dir, 'values.yaml');
  const text = await context.clients.files.readText(path);
  const chartImage = text === undefined ? undefined : imageOf(await parseYaml(text, path));
  if (images.own && chartImage && 'tag' in chartImage && !('digest' in chartImage)) {
    const { repository, digest } = imageValues(environment, images.own);
    const tag = `${digest.slice('sha256:'.length, 'sha256:'.length + 16)}@${digest}`;
    return { ...values, image: { repository, tag } };
  }
  if (!images.own && chartImage && 'digest' in chartImage && !chartImage.digest) throw imageMissing(service, context);
  return values;
}

function imageOf(values: unknown): Record<string, unknown> | undefined {
  const image = (values as { image?: unknown } | null)?.image;
  return typeof image === 'object' && image !== null ? (image as Record<string, unknown>) : undefined;
}

function imageMissing(service: Service, { request: { environment } }: RenderContext): SlipwayError {
  const { name, locked } = environment;
  return new SlipwayError({
    code: 'ImageMissing',
    message: `render release ${service.name} for ${name}: it has no image${locked ? ` in the releases.lock.yaml of ${name}, which alone says what runs there` : ''}.`,
    hint: locked ? howToLock(environment, service.project) : `Build it with "nx docker ${service.project}".`, // prettier-ignore
  });
}

async function readKept(path: string, key: string, { clients }: RenderContext): Promise<KubeObject[] | undefined> {
  const text = await clients.files.readText(path);
  if (text === undefined) return undefined;
  try {
    const kept = JSON.parse(text) as { key: string; objects: KubeObject[] };
    return kept.key === key ? kept.objects : undefined;
  } catch {
    return undefined; // Cut short by a full disk or a crash: render again.
  }
}

/** `after` names projects; the plan speaks of releases. */
function releaseNames(projects: readonly string[], services: readonly Service[]): string[] {
  return projects.flatMap((name) => services.find(({ project }) => project === name)?.name ?? []);
}
