import { createServer } from 'node:http';
import { BODY } from './body.ts';

/** The floor: Node's own server and nothing else. */
const server = createServer((_req, res) => {
  const text = JSON.stringify(BODY);
  res.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(text) });
  res.end(text);
});
server.listen({ port: Number(process.env['PORT']), host: '127.0.0.1', backlog: 4096 });
