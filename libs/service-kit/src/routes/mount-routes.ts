import type { Express, RequestHandler } from 'express';
import { ServiceError } from '../errors/service-error.ts';

/** Methods that a route may have. HEAD comes with GET. */
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Answers one route. A promise that rejects becomes a problem document. */
export type RouteHandler = RequestHandler;

/** Handlers by path template and method, in the order in which they are tried. */
export type RouteTable = Readonly<Record<string, Readonly<Partial<Record<Method, RouteHandler>>>>>;

/** Puts up routes; every other method of a path is answered 405 with `Allow`, OPTIONS 204 with `Allow`. */
export function mountRoutes(app: Express, routes: RouteTable): void {
  for (const [path, handlers] of Object.entries(routes)) {
    const route = app.route(path);
    const methods = Object.keys(handlers) as Method[];
    for (const method of methods) route[method](handlers[method] as RequestHandler);
    const allow = [
      ...methods.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])),
      'OPTIONS',
    ];
    route.all(refuseMethod(allow.join(', ')));
  }
}

function refuseMethod(allow: string): RequestHandler {
  return function refuseMethod(req, res, next) {
    if (req.method === 'OPTIONS') return void res.writeHead(204, { Allow: allow }).end();
    next(new ServiceError('MethodNotAllowed', { detail: `Allowed here: ${allow}.`, headers: { Allow: allow } }));
  };
}
