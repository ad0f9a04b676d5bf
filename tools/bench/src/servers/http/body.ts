/** What every server of the trivial route answers, made into JSON for each request: 33 bytes. */
export const BODY = { hello: 'world', id: 1234567890 };
