import { compileFraction, downloadedModule, downloadFraction, requiredModules } from './build-progress.ts';

describe('progress of a build', () => {
  it('never goes back from downloads to compiling to the end', () => {
    const steps = [
      ...[0, 5, 10, 20].map((done) => downloadFraction(done, 10)),
      ...[0, 50, 100, 120].map((done) => compileFraction(done, 100)),
    ];
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(Math.max(...steps)).toBeLessThan(1);
  });
  it('needs no packages to compile', () => {
    expect(compileFraction(0, 0)).toBeCloseTo(0.9);
    expect(downloadFraction(0, 0)).toBe(0);
  });
});

describe('downloadedModule', () => {
  it('reads what go says', () => {
    expect(downloadedModule('go: downloading k8s.io/api v0.36.3')).toBe('k8s.io/api v0.36.3');
    expect(downloadedModule('k8s.io/api/core/v1')).toBeUndefined();
  });
});

describe('requiredModules', () => {
  it('counts require lines of both forms and nothing else', () => {
    const goMod = [
      'module slipway.dev/x',
      'go 1.26.0',
      'require github.com/a/b v1.0.0',
      'require (',
      '\tk8s.io/api v0.36.3',
      '\tgithub.com/c/d v2.0.0+incompatible // indirect',
      ')',
      'replace k8s.io/api => k8s.io/api v0.36.3',
      'exclude github.com/e/f v1.0.0',
    ];
    expect(requiredModules(goMod.join('\n'))).toBe(3);
  });
});
