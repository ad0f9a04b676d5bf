import fc from 'fast-check';
import { aVerdict, DIGEST } from '@slipway/testing';
import { toGitHubAnnotations } from './github-annotations.ts';
import { toGitHubSummary } from './github-summary.ts';
import type { RunReport } from './run-report.ts';

const cause = { code: 'CrashAtStart' as const, object: 'Pod/web-1', container: 'app', message: 'it ended.', logs: ['one', 'two'], hint: 'Read the log.' }; // prettier-ignore
const report = (...releases: ReturnType<typeof aVerdict>[]): RunReport => ({
  command: 'deploy',
  environment: 'dev',
  startedAt: 0,
  durationMs: 1500,
  notes: [],
  result: { schema: 'slipway.result/v1', environment: 'dev', exitCode: releases.some((one) => one.cause) ? 1 : 0, planHash: 'h', releases }, // prettier-ignore
});

describe('toGitHubSummary', () => {
  it('has a table of releases with digest and verdict', () => {
    const text = toGitHubSummary(report(aVerdict({ image: { repository: 'r', digest: DIGEST }, durationMs: 2000 })));
    expect(text.split('\n')).toEqual([
      '### ✅ slipway deploy to dev (1.5 s)',
      '',
      '| release | verdict | revision | image | time | cause |',
      '| --- | --- | --- | --- | --- | --- |',
      '| ✅ web | deployed | 1 → 2 | <code>sha256&#58;aaaaaaaaaaaa</code> | 2.0 s |  |',
      '',
      '',
    ]);
  });

  it('folds cause and log away', () => {
    const text = toGitHubSummary(report(aVerdict({ status: 'rolled-back', cause })));
    expect(text).toContain('### ❌ slipway deploy to dev');
    expect(text).toContain(
      '<details><summary>web: CrashAtStart at Pod/web-1 (container app)</summary>\n\n<pre>it ended.\nRead the log.\n&nbsp;\nlast log lines:\none\ntwo</pre>\n\n</details>',
    );
  });

  it('says why a release could not be taken back', () => {
    const wayBackCause = { code: 'ApiUnreachable' as const, object: 'Release/web', message: 'no answer.', logs: [], hint: 'Run again.' }; // prettier-ignore
    expect(toGitHubSummary(report(aVerdict({ status: 'failed', cause, wayBackCause })))).toContain(
      '<details><summary>web could not be taken back: ApiUnreachable at Release/web</summary>\n\n<pre>no answer.\nRun again.</pre>\n\n</details>',
    );
  });

  it('lets nothing from outside be Markdown or HTML', () => {
    const wild = '</pre></details><img src=x onerror=alert(1)>|a|\n\n# big [x](http://e) `c` ![i](u) @all \u001b[31m';
    const text = toGitHubSummary({
      ...report(
        aVerdict({ name: 'a|b', status: 'failed', cause: { ...cause, message: wild, logs: [wild], hint: wild } }),
      ),
      notes: [wild],
    });
    expect(text.match(/<(?!\/?(details|summary|pre|code)>)/g)).toBeNull();
    expect(text.match(/<pre>/g)?.length).toBe(text.match(/<\/pre>/g)?.length);
    const row = text.split('\n').find((line) => line.includes('failed')) ?? '';
    expect(row.split('|')).toHaveLength(8);
    expect(row).not.toMatch(/\[x\]|`|@all/);
    // A blank line within a block of HTML would end it.
    for (const [block] of text.matchAll(/<pre>[^]*?<\/pre>/g)) expect(block).not.toContain('\n\n');
  });

  it('is never longer than what GitHub takes, and ends with whole blocks', () => {
    fc.assert(
      fc.property(fc.nat({ max: 6000 }), fc.string({ unit: 'binary', maxLength: 500 }), (maxBytes, line) => {
        const releases = [1, 2, 3].map((n) => aVerdict({ name: `r${n}`, status: 'failed', cause: { ...cause, logs: Array<string>(20).fill(line) } })); // prettier-ignore
        const text = toGitHubSummary(report(...releases), maxBytes);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
        expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
      }),
    );
  });
});

describe('toGitHubAnnotations', () => {
  it('says each failed release in one line, escaped', () => {
    const text = toGitHubAnnotations(
      report(
        aVerdict(),
        aVerdict({
          name: 'a:b,c',
          status: 'failed',
          cause: { ...cause, message: '50% \r\n::set-env name=X::y ##[x]' },
        }),
        aVerdict({ name: 'late', status: 'skipped', cause }),
      ),
    );
    expect(text).toBe(
      '::error title=a%3Ab%2Cc%3A CrashAtStart::Pod/web-1: 50%25 %0D%0A::set-env name=X::y ## [x]%0ARead the log.\n',
    );
  });

  it('says the error of a run without a result', () => {
    const { result: _result, ...rest } = report();
    const error = { schema: 'slipway.error/v1' as const, exitCode: 4, code: 'ApprovalMissing', message: 'not approved.', hint: 'Ask.' }; // prettier-ignore
    expect(toGitHubAnnotations({ ...rest, error })).toBe(
      '::error title=slipway deploy dev%3A ApprovalMissing::not approved.%0AAsk.\n',
    );
  });
});
