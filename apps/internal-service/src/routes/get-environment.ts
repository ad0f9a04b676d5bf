import type { OpenApiObject, RouteHandler } from '@slipway/service-kit';
import { jsonAnswer, problemAnswers, sendJson } from '@slipway/service-kit';

/** Options of `getEnvironmentRoute`. */
export interface GetEnvironmentOptions {
  /** The environment as it may be shown at this moment. */
  environment: () => Readonly<Record<string, string>>;
  isProd: boolean;
}

/** `GET /`: the process environment by name, with `prod` as a boolean. A variable named `prod` gives way to it. */
export function getEnvironmentRoute({ environment, isProd }: GetEnvironmentOptions): RouteHandler {
  return function getEnvironment(_req, res) {
    const shown = Object.entries({ ...environment(), prod: isProd });
    sendJson(res, 200, Object.fromEntries(shown.sort(([a], [b]) => (a < b ? -1 : 1))));
  };
}

/** OpenAPI path item of the route. */
export const getEnvironmentPath: OpenApiObject = {
  get: {
    summary: 'The process environment, secrets redacted',
    responses: { '200': jsonAnswer('Variables by name, sorted.', 'Environment'), ...problemAnswers('Overloaded') },
  },
};

/** OpenAPI schema of the answer. */
export const environmentSchema: OpenApiObject = {
  type: 'object',
  required: ['prod'],
  properties: { prod: { type: 'boolean', description: 'Whether PROD is true.' } },
  additionalProperties: { type: 'string', description: 'Value of a variable, as far as it may be shown.' },
};
