import { fastify } from 'fastify';
import { bodySchema } from './fastify-schema.ts';
import { BODY } from './body.ts';

/** Fastify with its own logging (two lines per request) and a schema for its answer, and nothing else. */
const app = fastify({ logger: true });
app.get('/', { schema: bodySchema }, async () => BODY);
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1', backlog: 4096 });
