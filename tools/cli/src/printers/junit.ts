import type { Cause, Verdict } from '@slipway/contracts';
import type { RunReport } from './run-report.ts';

const BAD = new Set<Verdict['status']>(['failed', 'rolled-back']);
/** What XML 1.0 has no way to say, lone surrogates included. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
/** Sequences that steer a terminal say nothing in a report. */
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;

/**
 * A run as JUnit XML: one suite, one test case for each release, a failure with code, message and log for each
 * that failed or went back. A run that ended before it had a plan is one case with an error. Pure.
 */
export function toJUnit({ command, environment, startedAt, durationMs, result, error }: RunReport): string {
  const suite = `slipway ${command} ${environment}`;
  const cases = (result?.releases ?? []).map((verdict) => toCase(verdict, environment));
  if (error) {
    const text = [error.message, error.hint].filter(Boolean).join('\n');
    cases.push(
      element('testcase', { name: command, classname: `slipway.${environment}`, time: seconds(durationMs) }, [
        element('error', { message: error.message, type: error.code }, [escapeText(text)]),
      ]),
    );
  }
  const count = (name: string) =>
    cases.filter((text) => text.includes(`<${name} `) || text.includes(`<${name}/>`)).length;
  const counts = {
    tests: String(cases.length),
    failures: String(count('failure')),
    errors: String(count('error')),
    skipped: String(count('skipped')),
    time: seconds(durationMs),
  };
  const timestamp = new Date(startedAt).toISOString().slice(0, 19);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', counts, [
    element('testsuite', { name: suite, ...counts, timestamp, hostname: 'slipway' }, cases),
  ])}\n`;
}

function toCase(verdict: Verdict, environment: string): string {
  const { name, namespace, status, durationMs, cause } = verdict;
  const attributes = { name, classname: `slipway.${environment}.${namespace}`, time: seconds(durationMs) };
  if (BAD.has(status)) return element('testcase', attributes, [toFailure(verdict)]);
  const isSkipped = status === 'skipped';
  return element('testcase', attributes, isSkipped ? [element('skipped', { message: cause?.message ?? status }, [])] : []); // prettier-ignore
}

function toFailure({ status, cause, wayBackCause }: Verdict): string {
  if (!cause) return element('failure', { message: status, type: 'Unknown' }, []);
  const back = wayBackCause ? ['It could not be taken back:', ...toLines(wayBackCause)] : [];
  const [first = '', ...rest] = toLines(cause);
  const text = [first, `The release is ${status}.`, ...rest, ...back];
  return element('failure', { message: cause.message, type: cause.code }, [escapeText(text.join('\n'))]);
}

function toLines({ code, object, container, message, logs, hint }: Cause): string[] {
  const where = container ? `${object} (container ${container})` : object;
  return [`${code} at ${where}: ${message}`, ...logs, hint];
}

function element(name: string, attributes: Record<string, string>, children: readonly string[]): string {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeAttribute(value)}"`)].join(
    ' ',
  );
  return children.length === 0 ? `<${head}/>` : `<${head}>${children.join('')}</${name}>`;
}

function escapeText(text: string): string {
  return text
    .replace(ESCAPES, '')
    .replace(NOT_XML, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
