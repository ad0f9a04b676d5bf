import type { CheckerFinding } from '@slipway/contracts';

/** Something wrong with a file of policies, which stops their evaluation. */
export interface PolicyFault {
  /** Path of the file. */
  file: string;
  /** Name of the policy or binding. */
  policy?: string;
  /** JSON pointer within it. */
  path?: string;
  /** The expression that does not compile, or does not fit the types. */
  expression?: string;
  message: string;
}

/** What the program prints. */
export interface AdmissionReport {
  findings: CheckerFinding[];
  /** Kinds that Kubernetes itself does not have, once each: `cert-manager.io/v1 Certificate`. Nothing was said of them. */
  notLookedAt: string[];
  policyFaults: PolicyFault[];
  /** How many objects were judged. */
  objects: number;
}

/** One line: file, policy, place and expression before what is wrong. Pure. */
export function formatPolicyFault({ file, policy, path, expression, message }: PolicyFault): string {
  const place = [file, policy, path, expression && `"${expression}"`].filter(Boolean).join(' ');
  return `${place}: ${message}`;
}
