import type { LockedRelease, LockEvidence } from '@slipway/contracts';
import { EVIDENCE_FIELDS, LINE_FIELDS } from './lock-fields.ts';

const STEP = '  ';
/** What YAML reads as text without quotes, whatever stands around it. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./@<>+ -]*$|^\d{4}-\d\d-\d\dT[0-9:.]+Z$|^sha256:[0-9a-f]+$|^[0-9]*[a-df][0-9a-f]*$/;
/** What YAML reads as something else. */
const RESERVED = /^(true|false|null|yes|no|on|off|y|n)$/i;

/** One value as YAML, quoted as Prettier does. Pure. */
export function toScalar(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const isPlain = PLAIN.test(value) && !RESERVED.test(value) && !/ $/.test(value);
  if (isPlain) return value;
  return /['\\]|\p{Cc}/u.test(value) ? JSON.stringify(value) : `'${value}'`;
}

/** Lines of one field, the first one indented by `indent`. Pure. */
export function toFieldLines(name: string, value: LockedRelease[keyof LockedRelease], indent: string): string[] {
  if (!Array.isArray(value)) return [`${indent}${name}: ${toScalar(value as string)}`];
  return [`${indent}${name}:`, ...value.flatMap((one) => toEvidenceLines(one, indent + STEP))];
}

/** Lines of one piece of evidence as an entry of a list. Pure. */
export function toEvidenceLines(evidence: LockEvidence, indent: string): string[] {
  const names = Object.keys(EVIDENCE_FIELDS).filter((name) => evidence[name as keyof LockEvidence] !== undefined);
  return names.map((name, index) => {
    const value = evidence[name as keyof LockEvidence] as string | number;
    return `${indent}${index === 0 ? '- ' : STEP}${name}: ${toScalar(value)}`;
  });
}

/** Lines of one release, its fields in their order. Pure. */
export function toReleaseLines(name: string, line: LockedRelease, indent: string): string[] {
  return [`${indent}${toScalar(name)}:`, ...toFields(line).flatMap(([field, value]) => toFieldLines(field, value, indent + STEP))]; // prettier-ignore
}

/** Fields that a line has, in the order in which they are written. Pure. */
export function toFields(line: LockedRelease): [string, NonNullable<LockedRelease[keyof LockedRelease]>][] {
  return Object.keys(LINE_FIELDS).flatMap((name) => {
    const value = line[name as keyof LockedRelease];
    return value === undefined || value.length === 0 ? [] : [[name, value] as never];
  });
}
