import type { TaskGraph } from '@nx/devkit';
import type { Plan } from '@slipway/contracts';
import type { StepSchema } from './schema.d.ts';

/** Tasks of a batch that are one deploy. */
export interface ReleaseSet {
  /** What all of them say; nothing of a single project. */
  options: Omit<StepSchema, 'step'>;
  configuration: string | undefined;
  /** Whether every project has its `deploy` here, too; else `helm-install` is all that is to be done. */
  isVerified: boolean;
  projects: ReleaseSetProject[];
  /** Projects that come after another one, by the tasks' order. */
  order: { project: string; after: string }[];
}

/** One project of a set. */
export interface ReleaseSetProject {
  project: string;
  chart: string | undefined;
  /** Ids of its tasks. */
  helmInstall: string;
  deploy: string | undefined;
}

/**
 * The tasks as one deploy; undefined when they are not one: other environments or options, `deploy` for some projects
 * only or without its `helm-install`. Pure.
 */
export function toReleaseSet(graph: TaskGraph, inputs: Readonly<Record<string, StepSchema>>): ReleaseSet | undefined {
  const tasks = Object.values(graph.tasks).map(({ id, target }) => ({ id, target, input: inputs[id] as StepSchema }));
  const deploys = new Map(
    tasks.filter(({ input }) => input.step === 'deploy').map(({ id, target }) => [target.project, id]),
  );
  const installs = tasks.filter(({ input }) => input.step === 'helm-install');
  const [first] = tasks;
  const isVerified = deploys.size > 0;
  if (!first || tasks.length !== installs.length * (isVerified ? 2 : 1)) return undefined;
  if (isVerified && installs.some(({ target }) => !deploys.has(target.project))) return undefined;
  const saidByAll = ({ target, input }: (typeof tasks)[number]) =>
    JSON.stringify([target.configuration, Object.entries(sharedOptions(input)).sort(([a], [b]) => (a < b ? -1 : 1))]);
  if (tasks.some((task) => saidByAll(task) !== saidByAll(first))) return undefined;
  return {
    options: sharedOptions(first.input),
    configuration: first.target.configuration,
    isVerified,
    projects: installs.map(({ id, target: { project }, input: { chart } }) => ({
      project,
      chart,
      helmInstall: id,
      deploy: deploys.get(project),
    })),
    order: tasks.flatMap(({ id, target: { project } }) =>
      (graph.dependencies[id] ?? []).flatMap((other) => {
        const after = graph.tasks[other]?.target.project;
        return after === undefined || after === project ? [] : [{ project, after }];
      }),
    ),
  };
}

/** Whether a plan keeps to the order of the tasks: a workspace can add to what the charts say. Pure. */
export function keepsOrder({ releases }: Plan, { order }: Pick<ReleaseSet, 'order'>): boolean {
  const nameOf = (project: string) => releases.find((release) => release.project === project)?.name ?? '';
  return order.every(({ project, after }) =>
    releases.some((release) => release.project === project && release.after.includes(nameOf(after))),
  );
}

function sharedOptions(input: StepSchema): ReleaseSet['options'] {
  const { step: _step, chart: _chart, onlyWhenNamed: _onlyWhenNamed, checks: _checks, ...shared } = input;
  return shared;
}
