import type { HelmInstallSchema } from '../helm-install/schema.d.ts';

/** Options of the `release` executor; schema.json says what each means. */
export interface StepSchema extends HelmInstallSchema {
  step: 'helm-install' | 'deploy';
}
