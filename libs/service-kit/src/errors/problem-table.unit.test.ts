import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toOpenApi } from '../routes/openapi.ts';
import { problems } from './problem-table.ts';
import { ServiceError } from './service-error.ts';
import type { ProblemCode } from './problem-table.ts';

const codes = Object.keys(problems) as ProblemCode[];

describe('the problem table', () => {
  it('has the rows that README.md documents, and no others', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| `([A-Z][a-z]\w+)` +\| (\d{3}) +\| ([^|]+) \|/gm)].map(
      ([, code, status, title]) => [code, Number(status), title?.trim()],
    );
    expect(rows).toEqual(codes.map((code) => [code, problems[code].status, problems[code].title]));
  });

  it('is what every OpenAPI document says', () => {
    const document = toOpenApi({ title: 't', description: 'd', paths: {} }, '1') as {
      components: { schemas: { Problem: { properties: { code: { enum: string[] } } } } };
    };
    expect(document.components.schemas.Problem.properties.code.enum).toEqual(codes);
  });

  it.each(codes)('%s makes an error of its own status', (code) => {
    expect(new ServiceError(code, { detail: 'd' })).toMatchObject({ code, status: problems[code].status });
    expect(problems[code].status).toBeGreaterThanOrEqual(400);
  });
});
