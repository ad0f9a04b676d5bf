/** What an output holds that a healthy service never writes: lines that are not its log and, unless it may, errors. */
export function findCrashes(output: string, { withErrors = true } = {}): string[] {
  return output.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const level = levelOf(line);
    return level === undefined || (withErrors && level === 'error') ? [`it wrote ${line.slice(0, 500)}`] : [];
  });
}

function levelOf(line: string): unknown {
  try {
    return (JSON.parse(line) as { level?: unknown }).level;
  } catch {
    return undefined;
  }
}
