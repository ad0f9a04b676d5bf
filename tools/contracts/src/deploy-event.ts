import type { Cause } from './cause.ts';
import type { DeployResult } from './deploy-result.ts';
import type { Plan } from './plan.ts';

/** The steps that one release goes through. */
export type OperationKind =
  | 'push'
  | 'namespace'
  | 'recover'
  | 'install'
  | 'upgrade'
  | 'wait'
  | 'verify'
  | 'check'
  | 'rollback'
  | 'uninstall'
  | 'record';

/**
 * What happens during a deploy, in order. The first event is `plan`, the last one `done`, whatever
 * happens between. Holds no secret.
 */
export type DeployEvent =
  | { type: 'plan'; plan: Plan }
  | {
      type: 'operation';
      /** `<release>/<kind>`; `<release>/check/<name>` for a check of `verify`. */
      id: string;
      release: string;
      kind: OperationKind;
      state: 'started' | 'done' | 'skipped' | 'failed';
      /** For people: what came out, or why not. */
      detail?: string;
      cause?: Cause;
    }
  | {
      type: 'object-status';
      release: string;
      /** `Kind/name`. */
      object: string;
      status: 'InProgress' | 'Current' | 'Failed' | 'Terminating' | 'NotFound' | 'Unknown';
      message: string;
    }
  | { type: 'log-line'; release: string; object: string; container: string; line: string }
  | { type: 'kube-event'; release: string; object: string; reason: string; message: string }
  | { type: 'done'; result: DeployResult };
