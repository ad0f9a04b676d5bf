/** Values of an umbrella chart for one environment: those of each service below its name. */
export function toUmbrellaValues(services: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(services)
      .sort()
      .map((name) => [name, services[name]]),
  );
}
