import { createService, runService, sendJson } from '@slipway/service-kit';
import { BODY } from './body.ts';

/** Ours with everything on, as `main.ts` of a service starts it. */
void runService({
  name: 'service-kit',
  settings: {},
  create: ({ logger, health }) =>
    Promise.resolve({
      service: createService({
        name: 'service-kit',
        logger,
        health,
        withProcessMetrics: true,
        routes: { '/': { get: (_req, res) => sendJson(res, 200, BODY) } },
        openapi: { title: 'service-kit', description: 'One trivial route.', paths: {} },
      }),
    }),
});
