/** Values of a new release in one environment. Pure. */
export function environmentValues(project: string, environment: string): string {
  if (environment === 'local') {
    return `# ${project} on one machine.\ningress:\n  enabled: true\n  className: traefik\n`;
  }
  return `# ${project} in ${environment}.\nreplicas: 2\n`;
}
