import { isSecretKey } from '@slipway/logging/src/redaction/secret-key.ts';
import { parseBodyRule } from './parse-body-rule.ts';
import type { HeaderValue, Target } from './target.ts';
import { urlFault } from './url-faults.ts';

/** What targets have that do not say it themselves. */
export interface TargetDefaults {
  timeoutMs: number;
  retries: number;
}

const MAX_TARGETS = 1000;
const KEYS = ['name', 'url', 'method', 'status', 'timeoutMs', 'retries', 'body', 'headers'];
/** One word, so that lines of the log can be split. */
const NAME = /^[^\s\p{C}]{1,64}$/u;
const HEADER_NAME = /^[-!#$%&'*+.^_`|~0-9A-Za-z]{1,256}$/;
/** Those would break the exchange itself. */
const OWN_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'expect']);

/**
 * Reads a list of targets from JSON, with every fault in it. Faults name places and never values, since
 * these may hold keys. Pure.
 */
export function parseTargets(json: string, defaults: TargetDefaults): { targets: Target[]; faults: string[] } {
  const list = parseJson(json);
  if (!Array.isArray(list)) return { targets: [], faults: ['must be a JSON array of targets'] };
  if (list.length === 0 || list.length > MAX_TARGETS) {
    return { targets: [], faults: [`must have 1 to ${MAX_TARGETS} targets, but has ${list.length}`] };
  }
  const faults: string[] = [];
  const names = new Set<string>();
  const targets = list.map((item: unknown, index) => {
    const say = (fault: string) => void faults.push(`target ${index + 1}: ${fault}`);
    const target = toTarget(item, `target-${index + 1}`, defaults, say);
    if (names.has(target.name)) say('name is taken by another target');
    names.add(target.name);
    return target;
  });
  return { targets, faults };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The parser's message quotes the text.
  }
}

type Say = (fault: string) => void;

function toTarget(item: unknown, ownName: string, defaults: TargetDefaults, say: Say): Target {
  if (!isMap(item)) say('must be an object');
  const map = isMap(item) ? item : {};
  for (const key of Object.keys(map)) if (!KEYS.includes(key)) say(`has an unknown key; known are ${KEYS.join(', ')}`);
  const { name = ownName, url, method = 'GET', status = 200 } = map;
  if (typeof name !== 'string' || !NAME.test(name)) say('name must be one word of at most 64 characters');
  const wrongUrl = urlFault(url);
  if (wrongUrl !== undefined) say(`url ${wrongUrl}`);
  if (method !== 'GET' && method !== 'HEAD') say('method must be GET or HEAD');
  const body = map['body'] === undefined ? undefined : parseBodyRule(map['body']);
  if (typeof body === 'string') say(`body ${body}`);
  if (method === 'HEAD' && body !== undefined) say('body cannot be judged: an answer to HEAD has none');
  return {
    name: String(name),
    url: String(url),
    method: method === 'HEAD' ? 'HEAD' : 'GET',
    status: toInteger(status, 100, 599, 'status', say),
    timeoutMs: toInteger(map['timeoutMs'] ?? defaults.timeoutMs, 1, 3_600_000, 'timeoutMs', say),
    retries: toInteger(map['retries'] ?? defaults.retries, 0, 10, 'retries', say),
    headers: toHeaders(map['headers'] ?? {}, say),
    ...(typeof body === 'object' ? { body } : {}),
  };
}

function toInteger(value: unknown, min: number, max: number, name: string, say: Say): number {
  if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return Number(value);
  say(`${name} must be a whole number from ${min} to ${max}`);
  return min;
}

function toHeaders(headers: unknown, say: Say): Target['headers'] {
  if (!isMap(headers)) {
    say('headers must be an object');
    return {};
  }
  for (const [name, value] of Object.entries(headers)) {
    const fault = headerFault(name, value);
    if (fault !== undefined) say(fault);
  }
  return headers as Record<string, HeaderValue>;
}

function headerFault(name: string, value: unknown): string | undefined {
  if (!HEADER_NAME.test(name)) return 'headers has a name that is none';
  if (OWN_HEADERS.has(name.toLowerCase())) return `header ${name} cannot be set`;
  if (typeof value === 'string') {
    if (isSecretKey(name)) return `header ${name} is a secret: give {"file": path}`;
    return isHeaderText(value) ? undefined : `header ${name} must be printable ASCII`;
  }
  if (!isMap(value) || Object.keys(value).some((key) => !['file', 'prefix'].includes(key))) {
    return `header ${name} must be a text or {"file": path, "prefix": text}`;
  }
  if (typeof value['file'] !== 'string' || value['file'] === '') return `header ${name} must name a file`;
  const { prefix = '' } = value;
  return typeof prefix === 'string' && isHeaderText(prefix) ? undefined : `header ${name} has a prefix that is none`;
}

function isHeaderText(text: string): boolean {
  return /^[\x20-\x7e]{0,4096}$/.test(text);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
