import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import express from 'express';
import { bornAs } from './born-as.ts';

describe('bornAs', () => {
  it('makes requests and answers that have the prototypes of an application from the start', () => {
    const app = express();
    const { IncomingMessage: AppRequest = IncomingMessage, ServerResponse: AppResponse = ServerResponse } = bornAs(app);
    const req = new AppRequest(new Socket());
    const res = new AppResponse(req);
    expect(Object.getPrototypeOf(req)).toBe(app.request);
    expect(Object.getPrototypeOf(res)).toBe(app.response);
    expect([req instanceof IncomingMessage, res instanceof ServerResponse]).toEqual([true, true]);
    expect(res.req).toBe(req);
  });

  it('changes nothing for any other listener', () => {
    expect(bornAs(() => undefined)).toEqual({});
  });
});
