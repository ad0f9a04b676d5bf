/**
 * Tells the tasks of one nx command that they belong together: Nx starts a process for each of them, at once, and
 * without this they would refuse each other as two deployers of one environment. Read by `HostClient`. `id` is Nx's own,
 * another for each command; Nx puts what a plugin returns into the environment of the tasks, its daemon in between or not.
 */
export function toRunVariable(id: string): { SLIPWAY_NX_RUN: string } {
  return { SLIPWAY_NX_RUN: id };
}
