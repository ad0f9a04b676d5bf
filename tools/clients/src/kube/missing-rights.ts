import type { AccessCheck } from '@slipway/contracts';

/** One rule of a SelfSubjectRulesReview. */
export interface ResourceRule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
}

/** Asks the API server about rights; `post` sends an object and gives its answer. */
export type PostReview = <T>(plural: string, body: object) => Promise<T>;

const API_VERSION = 'authorization.k8s.io/v1';
/** Questions that are asked at once. */
const AT_ONCE = 8;

/**
 * Those of the rights that are not there. The rules of each namespace come with one request; what they do not show is
 * asked one by one, because an authorizer need not be able to list its rules.
 */
export async function findMissingRights(checks: readonly AccessCheck[], post: PostReview): Promise<AccessCheck[]> {
  const namespaces = [...new Set(checks.flatMap(({ namespace }) => namespace ?? []))];
  const rules = new Map(
    await Promise.all(namespaces.map(async (namespace) => [namespace, await readRules(namespace, post)] as const)),
  );
  const doubtful = checks.filter(
    (check) => !(rules.get(check.namespace ?? '') ?? []).some((rule) => allows(rule, check)),
  );
  const missing: AccessCheck[] = [];
  for (let index = 0; index < doubtful.length; index += AT_ONCE) {
    const group = doubtful.slice(index, index + AT_ONCE);
    const allowed = await Promise.all(group.map((check) => isAllowed(check, post)));
    missing.push(...group.filter((_, place) => !allowed[place]));
  }
  return missing;
}

/** Whether a rule gives a right on every object of a resource. Pure. */
export function allows(
  { verbs, apiGroups = [], resources = [], resourceNames = [] }: ResourceRule,
  check: AccessCheck,
): boolean {
  const subresource = check.resource.split('/')[1];
  return (
    resourceNames.length === 0 &&
    (verbs.includes('*') || verbs.includes(check.verb)) &&
    (apiGroups.includes('*') || apiGroups.includes(check.group)) &&
    ['*', check.resource, ...(subresource ? [`*/${subresource}`] : [])].some((name) => resources.includes(name))
  );
}

async function readRules(namespace: string, post: PostReview): Promise<ResourceRule[]> {
  const body = { apiVersion: API_VERSION, kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const review = await post<{ status?: { resourceRules?: ResourceRule[] | null } }>('selfsubjectrulesreviews', body);
  return review.status?.resourceRules ?? [];
}

async function isAllowed({ verb, group, resource, namespace }: AccessCheck, post: PostReview): Promise<boolean> {
  const [name, subresource] = resource.split('/');
  const resourceAttributes = {
    verb,
    group,
    resource: name,
    ...(subresource ? { subresource } : {}),
    ...(namespace ? { namespace } : {}),
  };
  const body = { apiVersion: API_VERSION, kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } };
  const review = await post<{ status?: { allowed?: boolean } }>('selfsubjectaccessreviews', body);
  return review.status?.allowed === true;
}
