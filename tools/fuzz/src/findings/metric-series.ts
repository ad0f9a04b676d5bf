/** The series about requests on a metrics page, without their values; those of the process come and go by themselves. */
export function toRequestSeries(page: string): string[] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('http_'))
    .map((line) => line.slice(0, line.lastIndexOf(' ')));
}

/** Series whose route is no path of the document: a label that follows what clients send has no bound. */
export function findUnboundSeries(page: string, paths: readonly string[]): string[] {
  const routes = new Set([...paths, 'unmatched']);
  return toRequestSeries(page)
    .filter((series) => series.includes('_count{'))
    .filter((series) => !routes.has(/[{,]route="([^"]*)"/.exec(series)?.[1] ?? 'unmatched'))
    .map((series) => `the metrics have ${series}`);
}

/** How many GET requests a metrics page counts that were answered 404, whatever it names their route. */
export function countNotFound(page: string): number {
  const lines = page.split('\n').filter((line) => {
    return line.includes('_count{') && line.includes('status_code="404"') && line.includes('method="GET"');
  });
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
