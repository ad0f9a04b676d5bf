import express from 'express';
import helmet from 'helmet';
import { BODY } from './body.ts';

/** Express with helmet as their guides show them for production: no ETag, no X-Powered-By. */
const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.use(helmet());
app.get('/', (_req, res) => void res.json(BODY));
app.listen(Number(process.env['PORT']), '127.0.0.1', 4096);
