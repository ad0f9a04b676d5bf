/** Values of a new service in one environment. Pure. */
export function environmentValues(name: string, environment: string): string {
  return environment === 'local' ? localValues(name) : sharedValues(name, environment);
}

function localValues(name: string): string {
  return `# ${name} on one machine: one small pod, everything reachable.
replicas: 1

resources:
  requests: { cpu: 20m, memory: 64Mi, ephemeral-storage: 64Mi }
  limits: { cpu: '1', memory: 192Mi, ephemeral-storage: 256Mi }

ingress:
  enabled: true
  className: traefik
  paths:
    - { path: /, pathType: Prefix }

networkPolicy:
  dns:
    # The DNS server runs on the node.
    cidrs: [172.31.255.1/32]
`;
}

function sharedValues(name: string, environment: string): string {
  return `# ${name} in ${environment}.
replicas: 2

ingress:
  enabled: true
  className: nginx
  tls:
    enabled: true
    secretName: ${name}-tls

networkPolicy:
  ingressController:
    namespaceLabels: { kubernetes.io/metadata.name: ingress-nginx }
`;
}
