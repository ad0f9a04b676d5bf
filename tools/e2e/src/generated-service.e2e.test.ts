import { getThroughIngress } from './support/http.ts';
import { removeProjects } from './support/remove-projects.ts';
import { waitFor } from './support/wait-for.ts';
import { nx } from './support/workspace.ts';

const NAME = 'billing-api';

describe('a generated service', () => {
  afterAll(() => removeProjects(NAME));

  it('passes its own tests and answers through the ingress', async () => {
    await expectOk(nx(['g', '@slipway/nx:service', NAME, '--no-interactive']));
    await expectOk(nx(['run-many', '-t', 'test', 'lint', 'typecheck', '-p', NAME]));
    await expectOk(nx(['deploy', NAME]));

    const answer = await waitFor(
      'the generated service to answer',
      async () => {
        const got = await getThroughIngress(`${NAME}.localhost`, '/');
        return got.status === 200 ? got : undefined;
      },
      { timeoutMs: 30_000 },
    );
    expect(answer.headers['x-request-id']).toBeDefined();
  });

  it('is left as it is when the generator runs again', async () => {
    const again = await nx(['g', '@slipway/nx:service', NAME, '--no-interactive', '--dry-run']);
    expect(again.exitCode).toBe(0);
    expect(again.stdout).not.toMatch(/^(CREATE|UPDATE|DELETE) /m);
  });
});

async function expectOk(running: ReturnType<typeof nx>): Promise<void> {
  const { exitCode, stdout, stderr } = await running;
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}\n${stdout}\n${stderr}`);
}
