import type { OpenApiObject, RouteHandler } from '@slipway/service-kit';
import { jsonAnswer, problemAnswers, sendJson } from '@slipway/service-kit';
import type { ShownConfig } from '../config/to-shown-config.ts';

/** `GET /config`: the effective settings. `config` is asked for each request, since live ones change. */
export function getConfigRoute({ config }: { config: () => ShownConfig }): RouteHandler {
  return function getConfig(_req, res) {
    sendJson(res, 200, config());
  };
}

/** OpenAPI path item of the route. */
export const getConfigPath: OpenApiObject = {
  get: {
    summary: 'Effective settings with their sources; secrets as set or not',
    responses: { '200': jsonAnswer('Settings by name, sorted.', 'Config'), ...problemAnswers('Overloaded') },
  },
};
