import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseHierarchies, parseHierarchies, readMissingControllers } from './cgroups.ts';

const HYBRID = `/dev/vda / ext4 rw 0 0
tmpfs /sys/fs/cgroup tmpfs rw,mode=755 0 0
cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0
cgroup /sys/fs/cgroup/memory cgroup rw,relatime,memory 0 0
cgroup /sys/fs/cgroup/systemd cgroup rw,relatime,name=systemd 0 0
cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0
`;
const UNIFIED = 'cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nsdelegate,memory_recursiveprot 0 0\n';

describe('parseHierarchies', () => {
  it('tells version, mount point and controllers of each', () => {
    expect(parseHierarchies(HYBRID)).toEqual([
      { version: 1, path: '/sys/fs/cgroup/cpu,cpuacct', controllers: ['cpu', 'cpuacct'] },
      { version: 1, path: '/sys/fs/cgroup/memory', controllers: ['memory'] },
      { version: 1, path: '/sys/fs/cgroup/systemd', controllers: [] },
      { version: 2, path: '/sys/fs/cgroup/unified', controllers: [] },
    ]);
  });
});

describe('chooseHierarchies', () => {
  it.each([
    ['all of version 1 on a hybrid machine, the named one too', HYBRID, ['cpu,cpuacct', 'memory', 'systemd']],
    ['the one of version 2 where that is all', UNIFIED, ['cgroup']],
    ['none where none is mounted', '', []],
  ])('takes %s', (_title, mounts, expected) => {
    const chosen = chooseHierarchies(parseHierarchies(mounts));
    expect(chosen.map(({ path }) => path.split('/').pop())).toEqual(expected);
  });
});

describe('readMissingControllers', () => {
  it('tells what the kernel offers and the root does not hand down', async () => {
    const root = await mkdtemp(join(tmpdir(), 'slipway-cgroup-'));
    await writeFile(join(root, 'cgroup.controllers'), 'cpuset cpu io memory hugetlb pids rdma misc\n');
    await writeFile(join(root, 'cgroup.subtree_control'), 'memory pids\n');
    expect(await readMissingControllers(root)).toEqual(['cpu', 'cpuset', 'io', 'hugetlb']);
    await rm(root, { recursive: true });
  });
});
