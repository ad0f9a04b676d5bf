/**
 * The program that the tests of this folder run as a process of its own. `START` says how its start goes
 * (`slow`, `fails`), `CLOSE` how its end does (`hangs`, `fails`).
 */
import { createService } from '../../create-service.ts';
import { sendJson } from '../../routes/send-json.ts';
import { integer, secret, text } from '../../settings/setting.ts';
import { runService } from '../run-service.ts';

const settings = {
  SAMPLE_KEY: secret({ description: 'is never shown' }),
  START: text({ defaultValue: 'well', description: 'how the start goes' }),
  CLOSE: text({ defaultValue: 'well', description: 'how the end goes' }),
  WORK_MS: integer({ defaultValue: 3000, min: 0, max: 60_000, description: 'how long /work takes' }),
};

void runService({
  name: 'sample',
  settings,
  async create({ settings: { values }, logger, health }) {
    logger.info('creating', { phase: health.phase() });
    if (values.START === 'slow') await new Promise((resolve) => setTimeout(resolve, 60_000));
    if (values.START === 'fails') throw new Error(`cannot start with ${values.SAMPLE_KEY}`);
    if (values.START === 'not-ready') health.setFault('store', 'full');
    const service = createService({
      name: 'sample',
      logger,
      health,
      settings: values,
      routes: {
        '/': { get: (_req, res) => sendJson(res, 200, { phase: health.phase() }) },
        '/work': {
          get: async (_req, res) => {
            logger.info('working');
            await new Promise((resolve) => setTimeout(resolve, values.WORK_MS));
            sendJson(res, 200, { done: true });
          },
        },
        '/never': { get: () => void logger.info('working') },
        '/key': {
          get: (_req, res) => {
            logger.info(`the key is ${values.SAMPLE_KEY}`, { url: `http://x/?q=${values.SAMPLE_KEY}` });
            sendJson(res, 200, {});
          },
        },
        '/debug': {
          get: (_req, res) => {
            logger.debug('debug line');
            sendJson(res, 200, { level: logger.level() });
          },
        },
        '/block': {
          get: (_req, res) => {
            const end = performance.now() + 400;
            while (performance.now() < end);
            sendJson(res, 200, {});
          },
        },
        '/throw': {
          get: () =>
            void setImmediate(() => {
              throw new Error('nobody catches this');
            }),
        },
        '/reject': { get: () => void Promise.reject(new Error('nobody handles this')) },
        '/throw-twice': {
          get: () =>
            void setImmediate(() => {
              process.stdout.write = () => {
                throw new Error('cannot write');
              };
              throw new Error('first');
            }),
        },
      },
      openapi: { title: 'sample', description: 'A service for tests.', paths: {} },
    });
    return {
      service,
      async close() {
        logger.info('closing');
        if (values.CLOSE === 'hangs') await new Promise(() => undefined);
        if (values.CLOSE === 'fails') throw new Error('cannot close');
      },
    };
  },
});
