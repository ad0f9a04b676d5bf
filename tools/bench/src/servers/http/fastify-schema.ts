/** Lets fastify compile how the answer is written, as its guide recommends. */
export const bodySchema = {
  response: {
    200: {
      type: 'object',
      required: ['hello', 'id'],
      properties: { hello: { type: 'string' }, id: { type: 'integer' } },
    },
  },
};
