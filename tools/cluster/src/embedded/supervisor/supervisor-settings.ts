/** What the supervisor is started with, beside the plan; lies in its run folder. */
export interface SupervisorSettings {
  schema: 'slipway.supervisor-settings/v1';
  /** Whether it comes into a mount namespace that is laid out already. */
  hasMounts: boolean;
  /** Folders of the machine that are covered by ours. */
  covered: readonly string[];
  /** Absolute path of busybox, whose `mount` is used. */
  busybox: string;
  /** Hosts the ingress certificate is for from the start. */
  ingressHosts: string[];
}
