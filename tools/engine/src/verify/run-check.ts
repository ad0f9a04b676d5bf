import type { Clients, Environment, HttpAnswer, VerificationCheck } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { join } from 'node:path';
import { checkName } from '../catalog/to-verification.ts';
import { redactLine } from '../diagnose/redact-log.ts';
import { judgeAnswer } from './judge-answer.ts';
import { toTarget } from './to-target.ts';

/** Limit for one try. */
export const DEFAULT_CHECK_TIMEOUT_MS = 5000;
/** How long a check is tried again. */
export const DEFAULT_KEEP_TRYING_MS = 20_000;
/** Most bytes of a body that are looked at. */
const MAX_BYTES = 65_536;
/** Characters of a body that a message shows. */
const SHOWN = 200;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2000;
/** What another try cannot change. */
const FINAL = new Set(['HttpVariableMissing', 'Forbidden', 'CredentialsExpired', 'CheckInvalid']);

/** How one check ended. */
export interface CheckOutcome {
  name: string;
  required: boolean;
  passed: boolean;
  /** For people: what came, or what was expected and seen. Holds no secret. */
  message: string;
  hint?: string | undefined;
}

/** What checks of a release are made with. */
export interface CheckContext {
  release: string;
  namespace: string;
  environment: Environment;
  /** Absolute. */
  workspaceRoot: string;
  clients: Pick<Clients, 'http' | 'kube' | 'clock' | 'files'>;
  secrets: readonly string[];
  signal: AbortSignal;
}

/** Makes one check again and again until it passes, or its time is over. Throws only when `signal` aborts. */
export async function runCheck(check: VerificationCheck, context: CheckContext): Promise<CheckOutcome> {
  const { clock } = context.clients;
  const startedAt = clock.now();
  const endsAt = startedAt + (check.keepTryingMs ?? DEFAULT_KEEP_TRYING_MS);
  const outcome = (passed: boolean, message: string, hint?: string): CheckOutcome => ({
    name: redactAddress(checkName(check)),
    required: check.required ?? true,
    passed,
    message: redactAddress(redactLine(message, context.secrets)),
    hint,
  });
  for (let tries = 1, pauseMs = FIRST_PAUSE_MS; ; tries += 1, pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const seen = await tryOnce(check, context);
    if (seen.passed) return outcome(true, seen.message);
    const isOver = seen.isFinal || clock.now() + pauseMs > endsAt;
    if (isOver) {
      const tried = tries > 1 ? ` (${tries} tries in ${Math.round((clock.now() - startedAt) / 1000)} s)` : '';
      return outcome(false, `${seen.message}${tried}.`, seen.hint);
    }
    await clock.sleep(pauseMs, context.signal);
  }
}

interface Try {
  passed: boolean;
  message: string;
  hint?: string | undefined;
  isFinal?: boolean;
}

async function tryOnce(check: VerificationCheck, context: CheckContext): Promise<Try> {
  context.signal.throwIfAborted();
  try {
    const answer = await ask(check, context);
    const expected = judgeAnswer(check, answer);
    const came = `status ${answer.status} in ${Math.round(answer.durationMs)} ms`;
    if (expected === undefined) return { passed: true, message: came };
    const isCut = answer.isCut ? `, body cut after ${MAX_BYTES} bytes` : '';
    return { passed: false, message: `expected ${expected}, seen ${came}${isCut}${firstBytes(answer.body)}` };
  } catch (error) {
    context.signal.throwIfAborted();
    const known = error instanceof SlipwayError ? error : undefined;
    const said = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    return { passed: false, message: said, hint: known?.hint, isFinal: FINAL.has(known?.code ?? '') };
  }
}

async function ask(check: VerificationCheck, context: CheckContext): Promise<HttpAnswer> {
  const { release, namespace, environment, clients, signal } = context;
  const limits = { timeoutMs: check.timeoutMs ?? DEFAULT_CHECK_TIMEOUT_MS, maxBytes: MAX_BYTES, signal };
  const target = toTarget(check, release, environment);
  if (target.kind === 'service') {
    const { service, port, path } = target;
    return clients.kube.throughService({ namespace, service, port, path, ...limits });
  }
  return clients.http.get({
    url: target.url,
    ...limits,
    ...(check.send ? { headers: check.send } : {}),
    ca: await readAuthority(check, context),
    redirects: check.redirects ?? 'none',
  });
}

async function readAuthority({ caFile }: VerificationCheck, context: CheckContext): Promise<string | undefined> {
  if (caFile === undefined) return undefined;
  const text = await context.clients.files.readText(join(context.workspaceRoot, caFile));
  if (text !== undefined) return text;
  throw new SlipwayError({
    code: 'CheckInvalid',
    message: `read the authorities ${caFile}: there is no such file.`,
    hint: 'caFile of the check is relative to the workspace root.',
  });
}

/** Control characters of a body belong in no message. */
function firstBytes(body: string): string {
  const text = body.slice(0, SHOWN).replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim(); // prettier-ignore
  return text ? `: ${text}${body.length > SHOWN ? '…' : ''}` : '';
}

/** User, password and what a query names like a secret do not belong in events and causes. */
export function redactAddress(text: string): string {
  return text
    .replace(/(https?:\/\/)[^\s/@]+@/g, '$1(secret)@')
    .replace(/([?&](?:[^=&\s]*(?:key|token|secret|pass|auth|sig|code|credential)[^=&\s]*)=)[^&\s]+/gi, '$1(secret)');
}
