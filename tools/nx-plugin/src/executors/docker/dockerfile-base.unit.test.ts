import { readDockerfileBase, withBaseArgument } from './dockerfile-base.ts';

const read = (text: string) => readDockerfileBase(text, 'apps/api/Dockerfile');

describe('readDockerfileBase', () => {
  it.each([
    ['the argument BASE', 'ARG BASE\nFROM ${BASE}\n', { kind: 'argument' }],
    ['its default', 'ARG BASE="node:24"\nFROM ${BASE}\n', { kind: 'argument', reference: 'node:24' }],
    ['the reference', '# app\nFROM node:24-slim\nCOPY app/ /app/\n', { kind: 'named', reference: 'node:24-slim' }],
    [
      'the reference of all stages',
      'FROM --platform=linux/amd64 r.io:5000/node@sha256:ab AS warm\nRUN x\nFROM r.io:5000/node@sha256:ab\nFROM warm',
      { kind: 'named', reference: 'r.io:5000/node@sha256:ab' },
    ],
    ['nothing for an image made from nothing', 'FROM scratch\nCOPY app/ /', { kind: 'none' }],
  ])('finds %s', (_title, text, expected) => expect(read(text)).toEqual(expected));

  it.each([
    ['several bases', 'FROM golang:1 AS build\nFROM alpine', /builds upon golang:1 and alpine\./],
    ['a base made of arguments', 'ARG V\nFROM node:${V}', /builds upon node:\$\{V\}\./],
  ])('refuses %s', (_title, text, message) => expect(() => read(text)).toThrow(message));
});

describe('withBaseArgument', () => {
  it('takes the base from the argument and leaves everything else', () => {
    const text = 'FROM node:24 AS a\nRUN echo node:24\nFROM node:24\nCOPY --from=a /x /x\n';
    expect(withBaseArgument(text, 'node:24')).toBe(
      'ARG BASE\nFROM ${BASE} AS a\nRUN echo node:24\nFROM ${BASE}\nCOPY --from=a /x /x\n',
    );
  });
});
