import { SlipwayError } from '@slipway/contracts';

/** What was asked, for messages. */
export interface RequestFacts {
  /** get, list, watch, create, update, patch, delete. */
  verb: string;
  /** For example `secrets`. */
  resource: string;
  name?: string | undefined;
  namespace?: string | undefined;
  server: string;
  context: string;
}

interface Status {
  message?: string;
  reason?: string;
}

/** An answer of the API server with an error status, as our error. Pure. */
export function toStatusError(facts: RequestFacts, statusCode: number, body: string): SlipwayError {
  const status = parseStatus(body);
  const what = describe(facts);
  const said = status.message ?? `HTTP ${statusCode}`;
  const details = { statusCode, reason: status.reason, verb: facts.verb, resource: facts.resource };
  if (statusCode === 401) {
    return new SlipwayError({
      code: 'CredentialsExpired',
      message: `${what}: the API server of context "${facts.context}" does not accept the credentials.`,
      hint: 'They may have expired: log in again, or get a fresh kubeconfig.',
      details,
    });
  }
  if (statusCode === 403) {
    const isQuestionOfRights = / cannot /.test(said);
    return new SlipwayError({
      code: 'Forbidden',
      message: isQuestionOfRights
        ? `${what}: no right to ${facts.verb} ${facts.resource}${facts.namespace ? ` in namespace ${facts.namespace}` : ''}.`
        : `${what}: ${sentence(said)}`,
      hint: isQuestionOfRights
        ? `Ask for a role with verb "${facts.verb}" on "${facts.resource}".`
        : 'The cluster refuses this object; the message says which rule.',
      details,
    });
  }
  if (statusCode === 409) {
    const code = status.reason === 'AlreadyExists' ? 'AlreadyExists' : 'Conflict';
    return new SlipwayError({ code, message: `${what}: ${sentence(said)}`, details });
  }
  if (statusCode === 422 || statusCode === 400) {
    return new SlipwayError({ code: 'ManifestRefused', message: `${what}: ${sentence(said)}`, details });
  }
  return new SlipwayError({ code: 'ApiFailed', message: `${what}: ${sentence(said)}`, details });
}

const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|DEPTH_ZERO/;

/** A request that got no answer, as our error. Pure. */
export function toTransportError(facts: RequestFacts, error: unknown): SlipwayError {
  if (error instanceof SlipwayError) return error;
  const { code = '', message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  const said = message || code; // An AggregateError of several addresses has no message.
  if (UNTRUSTED.test(code)) {
    const isOwnCertificate = /alert/i.test(said) && /certificate/i.test(said);
    return new SlipwayError({
      code: isOwnCertificate ? 'CredentialsExpired' : 'ApiUntrusted',
      message: `${describe(facts)}: ${facts.server} and the kubeconfig do not trust each other (${said}).`,
      hint: 'The kubeconfig may belong to another or an older cluster: get a fresh one.',
      cause: error,
    });
  }
  return new SlipwayError({
    code: 'ApiUnreachable',
    message: `${describe(facts)}: the API server ${facts.server} does not answer (${said}).`,
    hint: `Is the cluster of context "${facts.context}" running? The local one starts with "npm run up" or "slipway cluster up".`,
    details: { server: facts.server },
    cause: error,
  });
}

function describe({ verb, resource, name, namespace }: RequestFacts): string {
  return `${verb} ${resource}${name ? ` ${name}` : ''}${namespace ? ` in ${namespace}` : ''}`;
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function parseStatus(body: string): Status {
  try {
    return JSON.parse(body) as Status;
  } catch {
    return body.trim() ? { message: body.trim().slice(0, 300) } : {};
  }
}
