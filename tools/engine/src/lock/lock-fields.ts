/** What one field must look like. */
export interface FieldRule {
  isRight: (value: unknown) => boolean;
  /** For people, after "must be". */
  form: string;
  isRequired?: true;
}

const matching = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** `sha256:` and 64 hex digits. */
export const DIGEST = /^sha256:[0-9a-f]{64}$/;

const digest: FieldRule = {
  isRight: matching(DIGEST),
  form: '"sha256:" and 64 lower-case hex digits, never a tag',
  isRequired: true,
};

/** Keys of a lock file. */
export const LOCK_KEYS: Record<string, FieldRule> = {
  schema: {
    isRight: (value) => value === 'slipway.release-lock/v1',
    form: 'slipway.release-lock/v1',
    isRequired: true,
  },
  environment: { isRight: matching(NAME), form: 'the name of the environment', isRequired: true },
  releases: { isRight: () => true, form: 'a map', isRequired: true },
};

/** Fields of one line, in the order in which they are written. */
export const LINE_FIELDS: Record<string, FieldRule> = {
  repository: {
    isRight: (value) => matching(/^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/)(value) && !hasHost(String(value)), // prettier-ignore
    form: 'a path without the registry’s host, such as slipway/backend-api; the environment adds the host',
    isRequired: true,
  },
  digest,
  commit: { isRight: matching(/^[0-9a-f]{7,64}(\+dirty)?$/), form: 'a commit (quoted where it has digits alone)' },
  platform: { isRight: matching(/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/), form: 'such as linux/amd64' },
  evidence: { isRight: () => true, form: 'a list' },
};

/** Fields of one piece of evidence, in the order in which they are written. */
export const EVIDENCE_FIELDS: Record<string, FieldRule> = {
  environment: { isRight: matching(NAME), form: 'the name of an environment', isRequired: true },
  result: { isRight: matching(/^(built|verified)$/), form: 'built or verified', isRequired: true },
  digest,
  by: { isRight: matching(/\S/), form: 'a name', isRequired: true },
  at: {
    isRight: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
    form: 'a time such as 2026-01-31T12:00:00.000Z',
    isRequired: true,
  },
  record: { isRight: (value) => Number.isInteger(value) && Number(value) > 0, form: 'the number of a record' },
  recordHash: { isRight: matching(/^[0-9a-f]{64}$/), form: '64 hex digits' },
};

/** As Docker tells a host from a path: a dot or a port in the first part of several. */
function hasHost(repository: string): boolean {
  const [first = '', ...rest] = repository.split('/');
  return rest.length > 0 && /[.:]|^localhost$/.test(first);
}
