import { isRequested, parseSelection, publishSelection, unmetConfiguration } from './selection.ts';

describe('parseSelection', () => {
  it.each([
    ['deploy stack -c dev', { isMany: false, named: [], targets: ['deploy'], configuration: 'dev' }],
    ['run stack:deploy:dev', { isMany: false, named: [], targets: ['deploy'], configuration: 'dev' }],
    ['run stack:deploy', { isMany: false, named: [] }],
    [
      'run-many -t build deploy --configuration=dev',
      { isMany: true, named: [], targets: ['build', 'deploy'], configuration: 'dev' },
    ],
    [
      'affected --targets=build,deploy --prod',
      { isMany: true, named: [], targets: ['build', 'deploy'], configuration: 'production' },
    ],
    ['run-many -t deploy', { isMany: true, named: [] }],
    ['--verbose affected -t deploy --base=main', { isMany: true, named: [] }],
    ['run-many -t deploy -p stack,api', { isMany: true, named: ['stack', 'api'] }],
    ['run-many -t deploy --projects=stack', { isMany: true, named: ['stack'] }],
    ['run-many --projects stack api -t deploy', { isMany: true, named: ['stack', 'api'] }],
    ['run-many -p tag:type:app -t deploy', { isMany: true, named: ['tag:type:app'] }],
  ])('nx %s', (command, expected) => {
    expect(parseSelection(command.split(' '))).toEqual({ targets: ['deploy'], ...expected });
  });
});

describe('isRequested', () => {
  const after = (command: string) => {
    const env: NodeJS.ProcessEnv = {};
    publishSelection(command.split(' '), {}, env);
    return isRequested('stack', env);
  };

  it.each([
    ['deploy stack', true],
    ['run-many -t deploy -p stack', true],
    ['run-many -t deploy', false],
    ['run-many -t deploy -p st*', false],
    ['affected -t deploy', false],
  ])('after nx %s: %s', (command, expected) => expect(after(command)).toBe(expected));

  it('takes a task that Nx did not start through the plugin as asked for', () => {
    expect(isRequested('stack', {})).toBe(true);
  });
});

describe('publishSelection', () => {
  it('knows the targets of environments by the names they have here', () => {
    const env: NodeJS.ProcessEnv = {};
    publishSelection(['ship', 'api', '-c', 'prdo'], { deploy: 'ship' }, env);
    expect(unmetConfiguration('local', env)).toBe('prdo');
    publishSelection(['deploy', 'api', '-c', 'blue'], { deploy: 'ship' }, env);
    expect(unmetConfiguration('local', env)).toBeUndefined();
  });
});

describe('unmetConfiguration', () => {
  it.each([
    ['deploy api -c prdo', 'local', 'prdo'],
    ['run api:deploy:prdo', 'local', 'prdo'],
    ['run-many -t deploy -c prdo', undefined, 'prdo'],
    ['deploy api -c dev', 'dev', undefined],
    ['deploy api', 'local', undefined],
    ['e2e api -c ci', 'local', undefined],
  ])('of nx %s in configuration %s is %s', (command, configuration, expected) => {
    const env: NodeJS.ProcessEnv = {};
    publishSelection(command.split(' '), {}, env);
    expect(unmetConfiguration(configuration, env)).toBe(expected);
  });
});
