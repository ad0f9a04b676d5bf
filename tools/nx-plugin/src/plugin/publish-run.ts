/**
 * Tells the tasks of one nx command that they belong together: Nx starts a process for each of them, at once, and
 * without this they would refuse each other as two deployers of one environment. Read by `HostClient`. `id` is Nx's own,
 * another for each command; Nx hands what a plugin writes to `process.env` on to the tasks, its daemon in between or not.
 */
export function publishRun(id: string, env: NodeJS.ProcessEnv = process.env): void {
  env['SLIPWAY_NX_RUN'] = id;
}
