import { isLoopback, toReference } from './reference.ts';
import { toAddress } from './is-answering.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('toReference', () => {
  it.each([
    ['127.0.0.1:5050', digest, `127.0.0.1:5050/slipway/api@${digest}`],
    ['registry.example.com/team/', digest, `registry.example.com/team/slipway/api@${digest}`],
    ['registry.example.com', '0123456789abcdef', 'registry.example.com/slipway/api:0123456789abcdef'],
  ])('puts %s in front', (registry, identity, expected) => {
    expect(toReference(registry, 'slipway/api', identity)).toBe(expected);
  });

  it.each(['https://registry.example.com', 'user:pass@host', '', 'a b'])('refuses "%s"', (registry) => {
    expect(() => toReference(registry, 'slipway/api', digest)).toThrow(
      expect.objectContaining({ code: 'RegistryNameInvalid' }),
    );
  });
});

describe('isLoopback', () => {
  it.each([
    ['127.0.0.1:5050', true],
    ['localhost', true],
    ['[::1]:5000/path', true],
    ['localhost.example.com', false],
    ['127.0.0.1.example.com:5000', false],
    ['10.0.0.1:5000', false],
  ])('says of %s: %s', (registry, expected) => {
    expect(isLoopback(registry)).toBe(expected);
  });
});

describe('toAddress', () => {
  it.each([
    ['127.0.0.1:5050/x', { host: '127.0.0.1', port: 5050 }],
    ['localhost', { host: 'localhost', port: 80 }],
    ['registry.example.com/team', { host: 'registry.example.com', port: 443 }],
    ['[::1]:5000', { host: '::1', port: 5000 }],
  ])('finds host and port of %s', (registry, expected) => {
    expect(toAddress(registry)).toEqual(expected);
  });
});
