import type { ServerResponse } from 'node:http';
import { endWithText } from '../middleware/base-headers.ts';

const HEADERS = ['Content-Type', 'application/json; charset=utf-8', 'Cache-Control', 'no-store'];

/** Ends an answer with a JSON body: what Express's own method does, without its per-answer settings look-ups. */
export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  endWithText(res, status, HEADERS, JSON.stringify(body));
}
