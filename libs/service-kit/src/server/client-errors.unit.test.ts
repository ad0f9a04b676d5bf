import { PassThrough } from 'node:stream';
import { createClientErrorAnswer } from './client-errors.ts';

describe('createClientErrorAnswer', () => {
  it('answers nobody who reset the connection or ended it', () => {
    const onRefused = jest.fn();
    const [reset, ended] = [new PassThrough(), new PassThrough()];
    createClientErrorAnswer(onRefused)(Object.assign(new Error('reset'), { code: 'ECONNRESET' }), reset);
    createClientErrorAnswer(onRefused)(new Error('parse'), ended.end());
    expect([reset.destroyed, ended.destroyed]).toEqual([true, true]);
    expect(onRefused).not.toHaveBeenCalled();
  });

  it('takes an error without a code for broken HTTP', async () => {
    const onRefused = jest.fn();
    const socket = new PassThrough();
    createClientErrorAnswer(onRefused)(new Error('parse'), socket);
    expect(String(socket.read())).toMatch(/^HTTP\/1\.1 400 /);
    expect(onRefused).toHaveBeenCalledWith('InvalidRequest');
  });
});
