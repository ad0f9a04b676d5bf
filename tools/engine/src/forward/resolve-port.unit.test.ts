import { anObject, aPod } from '@slipway/testing';
import { resolvePort } from './resolve-port.ts';

const ports = [{ name: 'main', containerPort: 5000 }, { name: 'metrics', containerPort: 9464 }]; // prettier-ignore
const pod = aPod({}, { spec: { containers: [{ name: 'app', ports }] } });
const service = anObject('v1', 'Service', { spec: { ports: [{ name: 'http', port: 80, targetPort: 'main' }] } });

describe('resolvePort', () => {
  it.each([
    [{ remote: 'http' }, { local: 5000, port: 5000, name: 'http' }],
    [{ remote: '80' }, { local: 5000, port: 5000, name: 'http' }],
    [
      { local: 8080, remote: 'metrics' },
      { local: 8080, port: 9464, name: 'metrics' },
    ],
    [
      { local: 0, remote: '9464' },
      { local: 0, port: 9464, name: 'metrics' },
    ],
    [{ remote: '6060' }, { local: 6060, port: 6060 }],
  ])('of %j is the port of the container', (spec, expected) =>
    expect(resolvePort(spec, [service], pod)).toEqual(expected),
  );

  it('names the ports there are', () => {
    expect(() => resolvePort({ remote: 'grpc' }, [service], pod)).toThrow(
      expect.objectContaining({ code: 'PortUnknown', hint: 'Ports: http (80), main, metrics.' }),
    );
  });
});
