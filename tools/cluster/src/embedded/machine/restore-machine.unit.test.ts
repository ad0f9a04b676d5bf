import type { Journal, MachineChange } from './journal.ts';
import { parseLinks } from './links.ts';
import { isEmptyTable, restoreMachine } from './restore-machine.ts';
import type { System } from './system.ts';

describe('parseLinks', () => {
  it('tells which links hang on a bridge', () => {
    const text = [
      '1: lo: <LOOPBACK,UP> mtu 65536 qdisc noqueue state UNKNOWN',
      '7: slipway0: <BROADCAST,UP> mtu 1500 qdisc noqueue state UP',
      '8: veth1a2b@if2: <BROADCAST,UP> mtu 1500 qdisc noqueue master slipway0 state UP',
    ].join('\n');
    expect(parseLinks(text)).toEqual([{ name: 'lo' }, { name: 'slipway0' }, { name: 'veth1a2b', master: 'slipway0' }]);
  });
});

describe('isEmptyTable', () => {
  it.each([
    ['table ip nat {\n}\n', true],
    ['table ip nat {\n\tchain DOCKER {\n\t}\n}\n', false],
    ['table ip nat {\n\tset s {\n\t}\n}\n', false],
  ])('%j is %s', (content, expected) => {
    expect(isEmptyTable(content)).toBe(expected);
  });
});

describe('restoreMachine', () => {
  const aSystem = (answers: Partial<System> = {}): System & { calls: string[] } => {
    const calls: string[] = [];
    const note =
      (what: string) =>
      (...args: unknown[]) => {
        calls.push([what, ...args].join(' '));
        return Promise.resolve('');
      };
    const noteVoid =
      (what: string) =>
      async (...args: unknown[]) =>
        void (await note(what)(...args));
    return {
      calls,
      ip: note('ip'),
      mount: noteVoid('mount'),
      save: note('save'),
      restore: noteVoid('restore'),
      tables: noteVoid('tables'),
      nft: note('nft'),
      ipset: note('ipset'),
      ...answers,
    };
  };
  const aJournal = (changes: MachineChange[]): Journal & { isCleared: boolean } => {
    const journal = {
      isCleared: false,
      standing: () => Promise.resolve(changes.map((change) => ({ at: '', boot: '', network: '', change }))),
      note: () => Promise.resolve(),
      clear: async () => void (journal.isCleared = true),
    };
    return journal;
  };
  const ADDRESS: MachineChange = { type: 'address', address: '172.31.255.1/32', link: 'lo' };

  it('takes back the last change first and clears the journal', async () => {
    const system = aSystem();
    const ip = (...args: string[]) => {
      system.calls.push(`ip ${args.join(' ')}`);
      return Promise.resolve(args.includes('show') ? '1: lo inet 172.31.255.1/32 scope global lo' : '');
    };
    const journal = aJournal([ADDRESS, { type: 'link', name: 'slipway0' }]);
    expect(await restoreMachine({ ...system, ip }, journal)).toEqual([]);
    expect(system.calls).toEqual(['ip -o link show', 'ip -o addr show dev lo', 'ip addr del 172.31.255.1/32 dev lo']);
    expect(journal.isCleared).toBe(true);
  });

  it('takes sets of addresses back after the packet rules that hold them', async () => {
    const system = aSystem();
    const rules = ['*filter', ':FORWARD ACCEPT [0:0]', ':cali-FORWARD - [0:0]', '-A FORWARD -j cali-FORWARD', 'COMMIT'];
    let isRemoved = false;
    const changed = {
      ...system,
      save: () => Promise.resolve(isRemoved ? '' : rules.join('\n')),
      restore: async (family: 4 | 6, input: string) => {
        isRemoved = true;
        await system.restore(family, input.split('\n').slice(1, 3).join('; '));
      },
      ipset: (...args: string[]) =>
        args[0] === 'list' ? Promise.resolve('cali40pods\ncaliold\nKUBE-X\nmine\n') : system.ipset(...args),
    };
    const journal = aJournal([
      { type: 'packet-rules', family: 4, chains: [], tables: [] },
      { type: 'ipsets', names: ['caliold'] },
    ]);
    expect(await restoreMachine(changed, journal)).toEqual([]);
    expect(system.calls.filter((call) => /^(restore|ipset)/.test(call))).toEqual([
      'restore 4 -F cali-FORWARD; -D FORWARD -j cali-FORWARD',
      'ipset destroy cali40pods',
      'ipset destroy KUBE-X',
    ]);
  });

  it("removes the links of pods, not somebody else's", async () => {
    const system = aSystem();
    const names = ['lo', 'cali0123456789a', 'cali9876543210f', 'calibre0', 'caliaaaaaaaaaaa'];
    const ip = (...args: string[]) =>
      args.includes('show')
        ? Promise.resolve(names.map((name, index) => `${index + 1}: ${name}@if3: <UP> mtu 1500`).join('\n'))
        : system.ip(...args);
    const journal = aJournal([{ type: 'links', prefix: 'cali', names: ['caliaaaaaaaaaaa'] }]);
    expect(await restoreMachine({ ...system, ip }, journal)).toEqual([]);
    expect(system.calls).toEqual(['ip link del cali0123456789a', 'ip link del cali9876543210f']);
  });

  it('takes a kernel without IPv6 for one without rules of it', async () => {
    const save = (family: 4 | 6) => (family === 6 ? Promise.reject(new Error('no ip6tables')) : Promise.resolve(''));
    const journal = aJournal([{ type: 'packet-rules', family: 6, chains: [], tables: [] }]);
    expect(await restoreMachine(aSystem({ save }), journal)).toEqual([]);
    expect(journal.isCleared).toBe(true);
  });

  it('goes on after a fault, tells it and keeps the journal', async () => {
    const ip = (...args: string[]) =>
      args[1] === 'link' ? Promise.reject(new Error('no such device')) : Promise.resolve('');
    const journal = aJournal([ADDRESS, { type: 'link', name: 'slipway0' }]);
    expect(await restoreMachine(aSystem({ ip }), journal)).toEqual(['link: no such device']);
    expect(journal.isCleared).toBe(false);
  });
});
