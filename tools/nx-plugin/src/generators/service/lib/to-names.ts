import type { Tree } from '@nx/devkit';
import { getProjects, names as caseNames } from '@nx/devkit';
import type { ServiceSchema } from '../schema.d.ts';

/** Everything that is derived from a service's name. */
export interface ServiceNames {
  name: string;
  /** Project folder, relative to the workspace root. */
  root: string;
  camel: string;
  pascal: string;
  /** Ports of `nx serve`, not taken by another service's. */
  port: number;
  metricsPort: number;
}

const NAME = /^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$/;
/** Below lie the ports of the workspace's own services. */
const FIRST_PORT = 5010;
const FIRST_METRICS_PORT = 9474;

/** Checks the name and derives the rest. Throws for a name that Kubernetes or the workspace cannot take. */
export function toNames(tree: Tree, { name, directory }: ServiceSchema): ServiceNames {
  if (!NAME.test(name)) {
    throw new Error(
      `make service "${name}": the name must begin with a lower case letter and have only lower case letters, digits and hyphens, at most 50.`,
    );
  }
  const root = (directory ?? `apps/${name}`).replace(/^(\.\/)+/, '').replace(/\/+$/, '');
  const projects = getProjects(tree);
  const owner = projects.get(name);
  if (owner && owner.root !== root)
    throw new Error(`make service "${name}": the project ${owner.root} has this name already.`);
  const other = [...projects].find(([, project]) => project.root === root);
  if (other && other[0] !== name)
    throw new Error(`make service "${name}": ${root} is the project ${other[0]} already.`);
  const { propertyName: camel, className: pascal } = caseNames(name);
  const commands = [...projects.values()].map(({ targets }) => String(targets?.['serve']?.options?.command ?? ''));
  const taken = new Set(
    commands.flatMap((command) => [...command.matchAll(/port=(\d+)/g)].map((match) => Number(match[1]))),
  );
  let offset = 0;
  while (taken.has(FIRST_PORT + offset) || taken.has(FIRST_METRICS_PORT + offset)) offset += 1;
  return { name, root, camel, pascal, port: FIRST_PORT + offset, metricsPort: FIRST_METRICS_PORT + offset };
}
