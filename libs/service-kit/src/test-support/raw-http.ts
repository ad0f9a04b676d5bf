import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';

/** An answer as it stood on the wire. */
export interface RawAnswer {
  status: number;
  /** Names in small letters. */
  headers: Record<string, string>;
  body: string;
}

/** Options of `send`. */
export interface SendOptions {
  /** Ends our side after the text. Default false. */
  isEnding?: boolean;
  /** Whether answers carry no body, as after HEAD. */
  isHead?: boolean;
}

/** Sends text as it is; gives every answer that came until the server closed the connection. */
export async function send(port: number, text: string, options: SendOptions = {}): Promise<RawAnswer[]> {
  const socket = await open(port);
  const received = readAll(socket);
  socket.write(text, 'latin1');
  if (options.isEnding) socket.end();
  return parseAnswers(await received, options.isHead);
}

/** A socket whose errors are of no interest. */
export async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** All that comes until the connection is closed. */
export async function readAll(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  if (!socket.destroyed) await once(socket, 'close');
  return text;
}

/** Answers out of what a connection gave; throws at what is no whole answer. */
export function parseAnswers(text: string, isHead = false): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    const [line = '', ...fields] = rest.slice(0, end).split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1]);
    if (end < 0 || Number.isNaN(status)) throw new Error(`no answer begins here: ${rest.slice(0, 200)}`);
    const headers = Object.fromEntries(
      fields.map((field) => [field.split(':', 1)[0]?.toLowerCase(), field.replace(/^[^:]*: ?/, '')]),
    ) as Record<string, string>;
    rest = rest.slice(end + 4);
    const length = isHead || status === 204 || status < 200 ? 0 : Number(headers['content-length'] ?? 0);
    if (rest.length < length) throw new Error(`an answer of ${length} bytes ends after ${rest.length}`);
    answers.push({ status, headers, body: rest.slice(0, length) });
    rest = rest.slice(length);
  }
  return answers;
}
