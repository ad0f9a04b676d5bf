/** Why a target failed: the codes are permanent, README.md lists them. */
export const FAILURE_CODES = [
  'BodyUnexpected',
  'Broken',
  'Failed',
  'HeaderUnreadable',
  'NameUnresolved',
  'NotHttp',
  'RedirectUnexpected',
  'Refused',
  'StatusUnexpected',
  'Timeout',
  'TlsInvalid',
  'Unreachable',
] as const;

/** One of them. */
export type FailureCode = (typeof FAILURE_CODES)[number];

/** Why a target failed, for programs and for people. */
export interface Failure {
  code: FailureCode;
  /** One line without secrets. */
  detail: string;
}

/** A failure that is thrown. */
export class CheckError extends Error {
  readonly failure: Failure;

  constructor(code: FailureCode, detail: string) {
    super(detail);
    this.name = 'CheckError';
    this.failure = { code, detail };
  }
}
