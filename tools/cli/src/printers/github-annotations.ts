import type { RunReport } from './run-report.ts';

/** One workflow command `::error` for each release that failed, and for an error of the run. Pure. */
export function toGitHubAnnotations({ command, environment, result, error }: RunReport): string {
  const faults = (result?.releases ?? []).flatMap(({ name, status, cause }) =>
    cause && status !== 'skipped'
      ? [{ title: `${name}: ${cause.code}`, text: `${cause.object}: ${cause.message}\n${cause.hint}` }]
      : [],
  );
  if (error) faults.push({ title: `slipway ${command} ${environment}: ${error.code}`, text: [error.message, error.hint].filter(Boolean).join('\n') }); // prettier-ignore
  return faults.map(({ title, text }) => `::error title=${escapeProperty(title)}::${escapeData(text)}\n`).join('');
}

function escapeData(text: string): string {
  const plain = text.replace(/\u001b\[[0-?]*[ -/]*[@-~]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '');
  return plain.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('##[', '## [');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
