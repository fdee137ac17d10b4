import { expect, it } from 'vitest';
import setup, { isRunnable } from './temporary-folder.ts';

const DISK = '/dev/vda / ext4 rw,relatime 0 0';

it.each([
  ['memory', 'tmpfs /dev/shm tmpfs rw,nosuid,nodev,inode64 0 0', true],
  [
    'memory from which nothing is run, as in a container',
    'shm /dev/shm tmpfs rw,noexec,size=65536k 0 0',
    false,
  ],
  ['memory that nothing is written to', 'tmpfs /dev/shm tmpfs ro 0 0', false],
  ['a disk', '/dev/vdb /dev/shm ext4 rw 0 0', false],
  ['no mount of its own', 'tmpfs /run tmpfs rw 0 0', false],
])('a folder on %s', (_, mount, isUsable) => {
  expect(isRunnable([DISK, mount], '/dev/shm')).toBe(isUsable);
});

it('the one that was mounted last counts', () => {
  const mounts = ['tmpfs /dev/shm tmpfs rw 0 0', 'tmpfs /dev/shm tmpfs rw,noexec 0 0'];
  expect(isRunnable(mounts, '/dev/shm')).toBe(false);
});

it('a folder that somebody has chosen is kept', () => {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = '/chosen';
  try {
    expect(setup()).toBeUndefined();
    expect(process.env.TMPDIR).toBe('/chosen');
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});
