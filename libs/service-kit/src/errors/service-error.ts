import type { ProblemCode } from './problem-table.ts';
import { problems } from './problem-table.ts';

/** Options of `ServiceError`. */
export interface ServiceErrorOptions {
  /** One sentence about this occurrence, for the client: no secret, nothing internal. */
  detail: string;
  /** Headers of the answer, for example `Retry-After`. */
  headers?: Readonly<Record<string, string>>;
  /** For the log alone. */
  cause?: unknown;
}

/** A failure that has an answer. Handlers throw it; the last handler turns it into a problem document. */
export class ServiceError extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, { detail, headers = {}, cause }: ServiceErrorOptions) {
    super(detail, { cause });
    this.name = 'ServiceError';
    this.code = code;
    this.status = problems[code].status;
    this.headers = headers;
  }
}
