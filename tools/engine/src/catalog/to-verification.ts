import type { VerificationCheck } from '@slipway/contracts';

type Fields = Record<string, unknown>;

const KEYS = [
  'name', 'url', 'path', 'via', 'service', 'port', 'status', 'body', 'header', 'send', 'timeoutMs', 'keepTryingMs',
  'required', 'caFile', 'redirects',
]; // prettier-ignore
const VIA = ['ingress', 'service'];
const REDIRECTS = ['none', 'same-host', 'any'];
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const SERVICE_NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const RELEASE_NAME = /^[a-z0-9]([-a-z0-9.]{0,51}[a-z0-9])?$/;

/** Every fault of `verification` in an environment.yaml, each with its place. Pure. */
export function verificationFaults(value: unknown): string[] {
  if (value === undefined) return [];
  if (!isFields(value)) return ['verification must be a map of release to checks'];
  return Object.entries(value).flatMap(([release, checks]) => {
    const place = `verification.${release}`;
    if (!RELEASE_NAME.test(release)) return [`${place} must be named like a release`];
    if (!Array.isArray(checks) || checks.length === 0) return [`${place} must be a list of checks`];
    const names = checks.map((check) => (isFields(check) ? checkName(check as VerificationCheck) : ''));
    const twice = names.filter((name, index) => name && names.indexOf(name) !== index);
    return [
      ...checks.flatMap((check, index) => checkFaults(check, `${place}[${index}]`)),
      ...twice.map((name) => `${place} has two checks named "${name}"`),
    ];
  });
}

/** What a check is called where it has no name of its own. Pure. */
export function checkName({ name, url, path }: VerificationCheck): string {
  return name ?? `GET ${url ?? path}`;
}

function checkFaults(check: unknown, place: string): string[] {
  if (!isFields(check)) return [`${place} must be a map`];
  const faults: string[] = [];
  const need = (isRight: boolean, key: string, fault: string) =>
    void (isRight || faults.push(`${place}${key && `.${key}`} ${fault}`));
  const optional = (key: string, isRight: (value: unknown) => boolean, fault: string) =>
    need(check[key] === undefined || isRight(check[key]), key, fault);

  for (const key of Object.keys(check)) need(KEYS.includes(key), key, 'is unknown');
  need((check.url === undefined) !== (check.path === undefined), '', 'needs url or path, and not both');
  optional('name', (value) => isText(value) && value.length <= 100 && !/\p{Cc}/u.test(value), 'must be one line');
  optional('url', isHttpUrl, 'must be an absolute http or https address');
  optional('path', (value) => isText(value) && /^\/[\x21-\x7e]*$/.test(value), 'must begin with / and have no blanks');
  optional('via', (value) => VIA.includes(String(value)), `must be one of ${VIA.join(', ')}`);
  need(check.url === undefined || check.via === undefined, 'via', 'belongs to path, not to url');
  optional('service', (value) => SERVICE_NAME.test(String(value)), 'must be the name of a Service');
  optional('port', (value) => isPort(value) || /^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/.test(String(value)),
    'must be the name or number of a port'); // prettier-ignore
  need(check.port === undefined || check.via === 'service', 'port', 'needs via: service');
  optional('status', (value) => [value].flat().length > 0 && [value].flat().every(isStatus),
    'must be a status code, or a list of them'); // prettier-ignore
  optional('header', isHeaders, 'must be a map of header to text');
  optional('send', isSent, 'must be a map of header to text or {env: NAME}');
  need(check.send === undefined || check.via !== 'service', 'send', 'does not go with via: service');
  optional('timeoutMs', isWhole(100, 60_000), 'must be 100 to 60000');
  optional('keepTryingMs', isWhole(0, 300_000), 'must be 0 to 300000');
  optional('required', (value) => typeof value === 'boolean', 'must be true or false');
  optional('caFile', isText, 'must be a file');
  optional('redirects', (value) => REDIRECTS.includes(String(value)), `must be one of ${REDIRECTS.join(', ')}`);
  if (check.body !== undefined) faults.push(...bodyFaults(check.body, `${place}.body`));
  return faults;
}

function bodyFaults(body: unknown, place: string): string[] {
  if (!isFields(body)) return [`${place} must be a map`];
  const faults = Object.keys(body)
    .filter((key) => !['contains', 'pointer', 'equals'].includes(key))
    .map((key) => `${place}.${key} is unknown`);
  const { contains, pointer } = body;
  if (contains === undefined && pointer === undefined) faults.push(`${place} needs contains, or pointer and equals`);
  if (contains !== undefined && !isText(contains)) faults.push(`${place}.contains must be a text`);
  if (pointer !== undefined && !(typeof pointer === 'string' && /^(\/|$)/.test(pointer)))
    faults.push(`${place}.pointer must be a JSON pointer such as /status`);
  if ((pointer === undefined) !== !('equals' in body)) faults.push(`${place} needs pointer and equals together`);
  return faults;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isHttpUrl(value: unknown): boolean {
  return isText(value) && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function isWhole(least: number, most: number): (value: unknown) => boolean {
  return (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

function isPort(value: unknown): boolean {
  return isWhole(1, 65_535)(value);
}

function isStatus(value: unknown): boolean {
  return isWhole(100, 599)(value);
}

function isHeaders(value: unknown): boolean {
  return (
    isFields(value) && Object.entries(value).every(([name, text]) => HEADER_NAME.test(name) && typeof text === 'string')
  );
}

function isSent(value: unknown): boolean {
  const isValue = (one: unknown) =>
    (typeof one === 'string' && /^[\t\x20-\x7e]*$/.test(one)) ||
    (isFields(one) && Object.keys(one).join() === 'env' && /^[A-Za-z_]\w*$/.test(String(one.env)));
  return isFields(value) && Object.entries(value).every(([name, one]) => HEADER_NAME.test(name) && isValue(one));
}
