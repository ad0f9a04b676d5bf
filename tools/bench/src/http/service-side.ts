import { serviceBundle } from '../artefacts/service-bundle.ts';
import { serviceEnv } from '../artefacts/service-env.ts';
import type { HttpSide } from './sides.ts';

/** Milliseconds of work before `GET /` answers, as in production. */
export const DELAY_MS = 3000;

/** A service's shipped bundle with its production delay, keeping its entries in `folder`. */
export function serviceSide(project: string, workspace: string, folder: string): HttpSide {
  const bundle = serviceBundle(workspace, project);
  return {
    name: project,
    claims: {},
    command: ({ port, metricsPort }) => ({
      program: process.execPath,
      args: [bundle],
      env: {
        ...serviceEnv(folder),
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        WORK_DELAY_MS: String(DELAY_MS),
      },
    }),
  };
}
