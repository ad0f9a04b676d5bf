/** The parts of a pod's spec that the standard speaks of. */
export interface PodSpec {
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
  securityContext?: SecurityContext;
  volumes?: Record<string, unknown>[];
  containers?: Container[];
  initContainers?: Container[];
  ephemeralContainers?: Container[];
}

interface Container {
  name: string;
  securityContext?: SecurityContext;
  ports?: { hostPort?: number }[];
}

interface SecurityContext {
  runAsNonRoot?: boolean;
  runAsUser?: number;
  privileged?: boolean;
  allowPrivilegeEscalation?: boolean;
  procMount?: string;
  seccompProfile?: { type?: string };
  capabilities?: { drop?: string[]; add?: string[] };
  seLinuxOptions?: { type?: string; user?: string; role?: string };
  sysctls?: { name: string }[];
}

const VOLUMES = new Set([
  'configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret',
]); // prettier-ignore
const SECCOMP = new Set(['RuntimeDefault', 'Localhost']);

/**
 * What of a pod's spec goes against the Pod Security Standard `restricted` (baseline included), as
 * kubernetes.io/docs/concepts/security/pod-security-standards lists it. Empty when nothing does.
 */
export function findPodFaults(pod: PodSpec): string[] {
  const faults: string[] = [];
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC'] as const) if (pod[field]) faults.push(`${field} is true`);
  for (const { name, ...source } of pod.volumes ?? []) {
    const kinds = Object.keys(source).filter((kind) => !VOLUMES.has(kind));
    for (const kind of kinds) faults.push(`volume ${String(name)} is ${kind}`);
  }
  if ((pod.securityContext?.sysctls ?? []).length > 0) faults.push('sysctls are set');
  const containers = [...(pod.containers ?? []), ...(pod.initContainers ?? []), ...(pod.ephemeralContainers ?? [])];
  if (containers.length === 0) faults.push('there is no container');
  for (const container of containers) {
    faults.push(
      ...findContainerFaults(container, pod.securityContext ?? {}).map((fault) => `${container.name}: ${fault}`),
    );
  }
  return faults;
}

function findContainerFaults({ securityContext: own = {}, ports = [] }: Container, pod: SecurityContext): string[] {
  const { drop = [], add = [] } = own.capabilities ?? {};
  const seccomp = own.seccompProfile?.type ?? pod.seccompProfile?.type;
  const rules: [boolean, string][] = [
    [own.privileged === true, 'privileged is true'],
    [own.allowPrivilegeEscalation !== false, 'allowPrivilegeEscalation is not false'],
    [(own.runAsNonRoot ?? pod.runAsNonRoot) !== true, 'runAsNonRoot is not true'],
    [(own.runAsUser ?? pod.runAsUser) === 0, 'runAsUser is 0'],
    [!SECCOMP.has(seccomp ?? ''), 'seccompProfile is neither RuntimeDefault nor Localhost'],
    [!drop.includes('ALL'), 'capabilities do not drop ALL'],
    [add.some((capability) => capability !== 'NET_BIND_SERVICE'), 'capabilities are added'],
    [(own.procMount ?? 'Default') !== 'Default', 'procMount is set'],
    [ports.some(({ hostPort }) => hostPort), 'hostPort is set'],
    [Boolean(own.seLinuxOptions?.user || own.seLinuxOptions?.role), 'seLinuxOptions name a user or role'],
  ];
  return rules.filter(([isFault]) => isFault).map(([, fault]) => fault);
}
