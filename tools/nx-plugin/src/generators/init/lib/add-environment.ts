import type { Tree } from '@nx/devkit';
import { readJson } from '@nx/devkit';
import { toReleaseName } from '@slipway/catalog';

/** Adds the environment of this machine unless the workspace has one of that name. */
export function addEnvironment(tree: Tree, environmentsDir: string, namespace: string | undefined): void {
  const path = `${environmentsDir}/local/environment.yaml`;
  if (tree.exists(path)) return;
  tree.write(path, toText(namespace ?? workspaceName(tree)));
}

/** The workspace's own name as a namespace; not the cluster's `default`. */
function workspaceName(tree: Tree): string {
  const name = tree.exists('package.json') ? readJson<{ name?: string }>(tree, 'package.json').name : undefined;
  return toReleaseName((name ?? '').split('/')[0]?.replace('@', '') ?? '') || 'apps';
}

function toText(namespace: string): string {
  return `# The cluster on this machine, made by \`npx slipway cluster up\`.
schema: slipway.environment/v1
name: local
cluster:
  # auto, embedded, kind or context
  provider: auto
namespace: ${namespace}
registry: 127.0.0.1:5050
ingress:
  domain: localhost
autoscaling: false
metricsApis: [resource]
# Takes what was just built; other environments take what releases.lock.yaml says.
locked: false
`;
}
