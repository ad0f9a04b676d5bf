import type { Environment } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { parseYaml } from './parse-yaml.ts';
import { verificationFaults } from './to-verification.ts';

const PROVIDERS = ['auto', 'embedded', 'kind', 'context'];
const METRICS_APIS = ['resource', 'custom', 'external'];
const APPROVALS = ['none', 'required', 'other'];
const PROTECTION_KEYS = ['approval', 'branches', 'promoteFrom'];
const KEYS = [
  'schema', 'name', 'context', 'cluster', 'namespace', 'registry', 'ingress', 'autoscaling', 'metricsApis', 'protection',
  'locked', 'verification',
]; // prettier-ignore
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

type Fields = Record<string, unknown>;

/** Checks the text of an environment.yaml. Throws `EnvironmentInvalid` with all its faults at once. */
export async function toEnvironment(name: string, text: string, path: string): Promise<Environment> {
  const raw = await parseYaml(text, path);
  const faults: string[] = [];
  const file: Fields = isFields(raw) ? raw : {};
  if (!isFields(raw)) faults.push('is not a map');
  const check = (isRight: boolean, fault: string) => void (isRight || faults.push(fault));

  for (const key of Object.keys(file)) check(KEYS.includes(key), `${key} is unknown`);
  check(file.schema === undefined || file.schema === 'slipway.environment/v1', 'schema must be slipway.environment/v1');
  check(file.name === undefined || file.name === name, `name must be ${name}, like the folder`);
  check(isOptionalString(file.context), 'context must be a name');
  const cluster = file.cluster as Fields | undefined;
  check(cluster === undefined || (isFields(cluster) && PROVIDERS.includes(String(cluster.provider))),
    `cluster.provider must be one of ${PROVIDERS.join(', ')}`); // prettier-ignore
  check(isOptionalBoolean(cluster?.networkPolicy), 'cluster.networkPolicy must be true or false');
  check(file.context !== undefined || cluster !== undefined, 'context or cluster.provider is needed');
  const namespaces = isFields(file.namespace) ? Object.values(file.namespace) : [file.namespace];
  check(namespaces.length > 0 && namespaces.every((value) => typeof value === 'string' && DNS_LABEL.test(value)),
    'namespace must be a DNS label, or a map of release to namespace with default'); // prettier-ignore
  check(!isFields(file.namespace) || 'default' in file.namespace, 'namespace needs an entry for default');
  check(typeof file.registry === 'string' && /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d+)?(\/[a-z0-9._-]+)*$/i.test(file.registry),
    'registry must be host[:port][/path], without a scheme'); // prettier-ignore
  const ingress = file.ingress as Fields | undefined;
  check(isFields(ingress) && typeof ingress.domain === 'string' && ingress.domain !== '', 'ingress.domain is needed');
  check(ingress?.scheme === undefined || ['http', 'https'].includes(String(ingress.scheme)),
    'ingress.scheme must be http or https'); // prettier-ignore
  check(ingress?.port === undefined || (Number.isInteger(ingress.port) && Number(ingress.port) > 0 && Number(ingress.port) < 65_536),
    'ingress.port must be 1 to 65535'); // prettier-ignore
  for (const key of Object.keys(isFields(ingress) ? ingress : {}))
    check(['domain', 'scheme', 'port'].includes(key), `ingress.${key} is unknown`);
  check(isOptionalBoolean(file.autoscaling), 'autoscaling must be true or false');
  check(isOptionalBoolean(file.locked), 'locked must be true or false');
  const metricsApis = file.metricsApis ?? [];
  check(Array.isArray(metricsApis) && metricsApis.every((value) => METRICS_APIS.includes(String(value))),
    `metricsApis may have ${METRICS_APIS.join(', ')}`); // prettier-ignore
  const protection: Fields = isFields(file.protection) ? file.protection : {};
  check(file.protection === undefined || isFields(file.protection), 'protection must be a map');
  for (const key of Object.keys(protection)) check(PROTECTION_KEYS.includes(key), `protection.${key} is unknown`);
  check(protection.approval === undefined || APPROVALS.includes(String(protection.approval)),
    `protection.approval must be one of ${APPROVALS.join(', ')}`); // prettier-ignore
  check(protection.branches === undefined || isStrings(protection.branches), 'protection.branches must be a list');
  check(isOptionalString(protection.promoteFrom), 'protection.promoteFrom must be a name');
  check(protection.promoteFrom !== name, 'protection.promoteFrom must be another environment');
  check(protection.promoteFrom === undefined || (file.locked ?? name !== 'local') === true,
    'protection.promoteFrom needs locked: true'); // prettier-ignore

  faults.push(...verificationFaults(file.verification));

  if (faults.length > 0) {
    throw new SlipwayError({
      code: 'EnvironmentInvalid',
      message: `read environment "${name}": ${path}: ${faults.join('; ')}.`,
      hint: 'Correct the file; tools/contracts/schemas/environment.schema.json describes it.',
      exitCode: ExitCodes.usage,
      details: { faults },
    });
  }
  return {
    schema: 'slipway.environment/v1',
    name,
    ...(file.context === undefined ? {} : { context: file.context as string }),
    ...(cluster === undefined ? {} : { cluster: cluster as unknown as NonNullable<Environment['cluster']> }),
    namespace: file.namespace as Environment['namespace'],
    registry: file.registry as string,
    ingress: ingress as unknown as Environment['ingress'],
    autoscaling: file.autoscaling === true,
    metricsApis: metricsApis as Environment['metricsApis'],
    protection: { approval: 'none', ...protection } as Environment['protection'],
    locked: file.locked === undefined ? name !== 'local' : file.locked === true,
    ...(file.verification === undefined ? {} : { verification: file.verification as NonNullable<Environment['verification']> }), // prettier-ignore
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOptionalString(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value !== '');
}

function isOptionalBoolean(value: unknown): boolean {
  return value === undefined || typeof value === 'boolean';
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
