/** Settings under which a service runs in a bench: ports of the system's choice, production, nothing inherited. */
export function serviceEnv(logDir: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_PORT: '0',
    LOG_FORMAT: 'json',
    LOG_DIR: logDir,
    WORK_DELAY_MS: '0',
    EXTERNAL_LOGS_URL: 'http://127.0.0.1:9/logs',
  };
}

/** The line of a service that is ready. */
export const LISTENING = /"message":"listening","port":(\d+)/;

/** The port in the output of a service that is ready. */
export function portIn(stdout: string): number {
  return Number(LISTENING.exec(stdout)?.[1]);
}
