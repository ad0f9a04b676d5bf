import type { Service } from '@slipway/contracts';
import { orderReleases } from './order-releases.ts';

/** A service and the releases, not projects, that come before it. */
export interface OrderedService {
  service: Service;
  name: string;
  after: string[];
}

/** Services in their order; `after` of projects that are not among them is left out. Throws `OrderCycle`. Pure. */
export function orderServices(services: readonly Service[]): OrderedService[] {
  const releaseOf = new Map(services.map(({ project, name }) => [project, name]));
  return orderReleases(
    services.map((service) => ({
      service,
      name: service.name,
      after: service.after.flatMap((project) => releaseOf.get(project) ?? []),
    })),
  );
}

/** The same the other way round: each after all that come after it, as for going back and removing. Pure. */
export function reverseOrder(ordered: readonly OrderedService[]): OrderedService[] {
  return [...ordered].reverse().map(({ service, name }) => ({
    service,
    name,
    after: ordered.filter(({ after }) => after.includes(name)).map((other) => other.name),
  }));
}
