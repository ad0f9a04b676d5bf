import { createToolset } from './toolset.ts';
import type { ToolLocation } from './location.ts';

const aLocation = (parts: Partial<ToolLocation>): ToolLocation => ({
  name: 'tool',
  version: '1',
  state: 'cached',
  root: '/cache/tool',
  programs: {},
  bin: [],
  libraries: [],
  folders: {},
  ...parts,
});

describe('createToolset', () => {
  const tools = createToolset(
    [
      aLocation({
        name: 'helm',
        version: '4.3.1',
        programs: { helm: '/cache/helm/bin/helm' },
        bin: ['/cache/helm/bin'],
      }),
      aLocation({
        name: 'packages',
        root: '/cache/p/root',
        bin: ['/bin'],
        libraries: ['/cache/p/lib'],
        folders: { XTABLES_LIBDIR: '/cache/p/xtables' },
      }),
    ],
    { PATH: '/usr/bin', HOME: '/h' },
  );

  it('answers the path of a named program, else looks into the folders', () => {
    expect(tools.path('helm')).toBe('/cache/helm/bin/helm');
    expect(tools.path('sh')).toBe('/bin/sh');
  });
  it('refuses a program that no tool has', () => {
    expect(() => tools.path('nosuch')).toThrow(expect.objectContaining({ code: 'ProgramUnknown' }));
    expect(() => tools.path('toString')).toThrow(expect.objectContaining({ code: 'ProgramUnknown' }));
  });
  it("puts the tools before the caller's own folders", () => {
    expect(tools.env).toEqual({
      HOME: '/h',
      PATH: '/cache/helm/bin:/bin:/usr/bin',
      LD_LIBRARY_PATH: '/cache/p/lib',
      XTABLES_LIBDIR: '/cache/p/xtables',
    });
  });
  it('answers folder and version by tool, and refuses others', () => {
    expect([tools.root('packages'), tools.version('helm')]).toEqual(['/cache/p/root', '4.3.1']);
    expect(() => tools.root('crane')).toThrow(expect.objectContaining({ code: 'ToolUnknown' }));
  });
  it('leaves the library path alone where no tool has libraries', () => {
    expect(createToolset([], { PATH: '/usr/bin' }).env).toEqual({ PATH: '/usr/bin' });
  });
});
