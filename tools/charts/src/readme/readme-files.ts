import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import { ensureTools } from '@slipway/toolchain';

/** Template of every chart's README, beside the charts; a chart's own file of this name takes its place. */
const TEMPLATE = 'README.md.gotmpl';

/**
 * README.md of these charts as helm-docs writes it, not formatted: path in the charts' folder and content. It sees copies
 * of what it reads alone, so that nothing else of the charts' folder has a say. Throws an Error with what helm-docs said.
 */
export async function readmeFiles(chartsDir: string, charts: readonly string[]): Promise<Map<string, string>> {
  const tools = await ensureTools(['helm-docs']);
  const folder = mkdtempSync(join(tmpdir(), 'slipway-readme-'));
  try {
    for (const chart of charts) {
      for (const file of ['Chart.yaml', 'values.yaml']) cpSync(join(chartsDir, chart, file), join(folder, chart, file));
      const own = join(chartsDir, chart, TEMPLATE);
      cpSync(existsSync(own) ? own : join(chartsDir, TEMPLATE), join(folder, chart, TEMPLATE));
    }
    const args = ['--chart-search-root', '.', '--sort-values-order', 'file', '--log-level', 'warning'];
    const { stderr } = await runProcess(tools.path('helm-docs'), args, { cwd: folder, env: tools.env });
    if (stderr.trim()) throw new Error(`helm-docs: ${stderr.trim()}`);
    return new Map(
      charts.map((chart) => [`${chart}/README.md`, readFileSync(join(folder, chart, 'README.md'), 'utf8')]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
