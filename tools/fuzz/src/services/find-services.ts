import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wrongUse } from '../options.ts';

/** The apps that serve HTTP, in the order of their names: those whose image opens a port. */
export function findServices(workspace: string): string[] {
  const apps = join(workspace, 'apps');
  return readdirSync(apps)
    .filter((name) => {
      const dockerfile = join(apps, name, 'Dockerfile');
      return existsSync(dockerfile) && /^EXPOSE\s/m.test(readFileSync(dockerfile, 'utf8'));
    })
    .sort();
}

/** The services asked for. Throws `WrongUse` on a name that none has. */
export function selectServices(services: readonly string[], only: readonly string[] | undefined): string[] {
  const unknown = only?.find((name) => !services.includes(name));
  if (unknown === undefined) return services.filter((name) => only?.includes(name) ?? true);
  throw wrongUse(`There is no service ${unknown}; there are ${services.join(', ')}.`);
}
