import type { Cause } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import { explainRefusal } from '../diagnose/explain-refusal.ts';
import { redactLine } from '../diagnose/redact-log.ts';

/** Answers that are about one object. All others (no connection, no login) are about the cluster. */
const ABOUT_AN_OBJECT = new Set(['Forbidden', 'ManifestRefused', 'Conflict', 'AlreadyExists', 'ApiFailed']);

/** Whether the server spoke of the object that was tried. Pure. */
export function isRefusal(error: unknown): error is SlipwayError {
  return error instanceof SlipwayError && ABOUT_AN_OBJECT.has(error.code);
}

/** Whether it is the caller who may not do this, whatever the object. Pure. */
export function isMissingRight(error: SlipwayError): boolean {
  return error.code === 'Forbidden' && / no right to /.test(error.message);
}

/** A webhook that acts on what it sees is never asked in a dry run. Pure. */
export function isNoDryRun({ message }: SlipwayError): boolean {
  return /does not support dry run/i.test(message);
}

/** What the server says against an object, with the code that a deploy would end with. `object`: `Kind/name`. Pure. */
export function toRefusal(error: SlipwayError, object: string, secrets: readonly string[]): Cause {
  if (isMissingRight(error)) return { ...toErrorCause(error, '', secrets), object };
  const { code, message, hint } = explainRefusal(error.message);
  const text = redactLine(message, secrets);
  return { code, object, message: /[.!?]$/.test(text) ? text : `${text}.`, logs: [], hint };
}
