import type { OpenApiDescription, OpenApiObject } from './openapi.ts';
import { jsonAnswer, problemAnswers, toOpenApi } from './openapi.ts';

const paths = {
  '/': {
    summary: 'A path',
    parameters: [],
    get: {
      responses: {
        '200': jsonAnswer('All.', 'Thing'),
        '202': { $ref: '#/components/responses/AllowedMethods' },
        ...problemAnswers('InvalidLimit', 'Unauthorized', 'PeerUnreachable', 'IntegrationKeyMissing', 'InternalError'),
      },
    },
    post: {},
    put: { responses: { '500': jsonAnswer('An own one.', 'Thing') } },
  },
};

type Answer = {
  $ref?: string;
  description: string;
  headers: Record<string, { required?: boolean; $ref?: string }>;
  content: Record<string, { schema: { properties: { code: { enum: string[] } } } }>;
};
type Document = {
  paths: Record<string, Record<string, { responses: Record<string, Answer> }>>;
  components: OpenApiObject;
};

const build = (more: Partial<OpenApiDescription> = {}) =>
  toOpenApi({ title: 't', description: 'd', paths, schemas: { Thing: {} }, ...more }, '1') as unknown as Document;

const answer = (status: string) => build().paths['/']?.['get']?.responses[status] as Answer;
const codes = (status: string) => answer(status).content['application/problem+json']?.schema.properties.code.enum;

describe('toOpenApi', () => {
  it('gives the same document for the same description', () => {
    expect(JSON.stringify(build())).toBe(JSON.stringify(build()));
  });

  it('adds to each operation what the server answers by itself, after what the operation says', () => {
    expect(codes('400')).toEqual(['InvalidLimit', 'InvalidRequest']);
    expect(codes('503')).toEqual(['PeerUnreachable', 'IntegrationKeyMissing', 'Overloaded']);
    expect(codes('500')).toEqual(['InternalError']);
    expect(answer('431')).toEqual({ $ref: '#/components/responses/HeadersTooLarge' });
    expect(answer('202')).toEqual({ $ref: '#/components/responses/AllowedMethods' });
    expect(Object.keys(build().paths['/']?.['post']?.responses ?? {})).toEqual([
      '400',
      '408',
      '413',
      '417',
      '431',
      '500',
      '503',
    ]);
  });

  it('leaves an own answer alone that is no problem', () => {
    expect(build().paths['/']?.['put']?.responses['500']).toMatchObject(jsonAnswer('An own one.', 'Thing'));
  });

  it('never says that a path telling how the service is may be refused', () => {
    expect(Object.keys(build().paths['/version']?.['get']?.responses ?? {})).not.toContain('503');
  });

  it('leaves what is no operation alone and adds OPTIONS', () => {
    expect(build().paths['/']).toMatchObject({
      summary: 'A path',
      parameters: [],
      options: { responses: { '204': { $ref: '#/components/responses/AllowedMethods' } } },
    });
  });

  it('names the headers of answers, required where every problem has them', () => {
    expect(answer('200').headers).toEqual({ 'X-Request-Id': { $ref: '#/components/headers/RequestId' } });
    expect(answer('401').headers['WWW-Authenticate']?.required).toBe(true);
    expect(answer('503').headers['Retry-After']?.required).toBe(false);
    const { '429': tooMany } = problemAnswers('TooManyRequests') as Record<string, Answer>;
    expect(tooMany?.headers['Retry-After']?.required).toBe(true);
  });

  it('shows security schemes where there are some', () => {
    expect(build().components).not.toHaveProperty('securitySchemes');
    const securitySchemes = { key: { type: 'http', scheme: 'bearer' } };
    expect(build({ securitySchemes }).components).toMatchObject({ securitySchemes });
  });

  it('refers to nothing that is not there', () => {
    const document = build();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, path]) => path as string,
    );
    expect(references.length).toBeGreaterThan(20);
    for (const reference of new Set(references)) {
      const found = reference.split('/').reduce<unknown>((value, key) => (value as OpenApiObject)?.[key], document);
      expect([reference, typeof found]).toEqual([reference, 'object']);
    }
  });
});
