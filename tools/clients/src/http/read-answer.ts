import type http from 'node:http';
import type { HttpAnswer } from '@slipway/contracts';

/** Reads an answer up to `maxBytes` of its body; what comes after is not waited for. */
export async function readAnswer(
  response: http.IncomingMessage,
  maxBytes: number,
): Promise<Omit<HttpAnswer, 'durationMs'>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > maxBytes) break; // Ends the connection, too.
  }
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
    body: Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8'),
    isCut: size > maxBytes,
  };
}
