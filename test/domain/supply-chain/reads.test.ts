/** Lists of what was read are short, and say no more than was read; a longer one says at least as much (docs/trust.md#what-the-scoring-reads). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileChange } from '../../../src/shared/domain/supply-chain/protected-files.ts';
import { withReads } from '../../../src/shared/domain/supply-chain/read-changes.ts';
import type { ReadsOfRuns } from '../../../src/shared/domain/supply-chain/reads-of-runs.ts';
import {
  isAmongReads,
  listAtLeast,
  listFolders,
  listReads,
} from '../../../src/shared/domain/supply-chain/reads.ts';
import { NO_CHANGES } from '../../../src/shared/domain/supply-chain/sorted-changes.ts';

const path = fc
  .array(fc.constantFrom('a', 'b', 'c.txt', 'd'), { minLength: 1, maxLength: 4 })
  .map((parts) => `${parts.join('/')}.x`);

it('a list has exactly the files of the commit that were read, and says nothing of others', () => {
  fc.assert(
    fc.property(fc.uniqueArray(path, { minLength: 1 }), fc.infiniteStream(fc.boolean()), (all, coins) => {
      const [tracked, later] = [
        all.filter((_, index) => index % 2 === 0),
        all.filter((_, index) => index % 2 > 0),
      ];
      const read = tracked.filter(() => coins.next().value);
      const isRead = isAmongReads(listReads(read, tracked));
      expect(all.filter(isRead)).toEqual(read);
      expect(later.some(isRead)).toBe(false);
      expect(listAtLeast(read, tracked)).toEqual(listReads(read, tracked));
    }),
  );
});

const MANY = 60_000;

it('a list that is too long has folders in the place of files that were all read, and they say nothing of a file that comes later', () => {
  const whole = Array.from({ length: MANY }, (_, index) => `data/${index % 3}/${index}.png`);
  const tracked = [...whole, 'more/a', 'more/b'];
  const read = [...whole, 'more/a'];
  const listed = listReads(read, tracked);
  expect(listed).toEqual(['data/', 'more/a']);
  expect(listAtLeast(read, tracked)).toEqual(listed);
  const folders = listFolders(listed ?? [], tracked);
  expect([...tracked, 'data/0/new.png', 'data/new'].filter(isAmongReads(listed, folders))).toEqual(read);
  expect(listFolders(['more/a'], tracked)).toEqual([]);
});

it('folders of more files than a document can have are left without a record, the largest first', () => {
  const large = Array.from({ length: 100_000 }, (_, index) => `large/${index}`);
  const folders = listFolders(['large/', 'small/'], [...large, 'small/1', 'small/0']);
  expect(folders).toEqual([{ folder: 'small', files: ['0', '1'] }]);
  const isRead = isAmongReads(['large/', 'small/'], folders);
  expect(['large/new', 'small/0', 'small/new'].filter(isRead)).toEqual(['large/new', 'small/0']);
});

it('one that is still too long has folders that such files lie in, and misses none', () => {
  const tracked = Array.from({ length: MANY }, (_, index) => `data/${index % 3}/${index}.png`);
  const read = tracked.filter((_, index) => index % 2 === 0);
  expect(listReads(read, tracked)).toBeUndefined();
  expect(listAtLeast(read, tracked)).toEqual(['data/0/', 'data/1/', 'data/2/']);
  const flat = tracked.map((one) => one.replaceAll('/', '-'));
  expect(
    read.map((one) => one.replaceAll('/', '-')).every(isAmongReads(listAtLeast(flat.slice(1), flat))),
  ).toBe(true);
});

const pathsOf = (files: readonly FileChange[]): readonly string[] => files.map((file) => file.path);

describe('a changed file that the scoring read', () => {
  const ALL: ReadsOfRuns = {
    own: {
      training: ['both/a', 'both/new', 'map/a', 'map/new', 'in'],
      scoring: ['both/a', 'both/new', 'map/a', 'map/new', 'in'],
    },
    replaced: { training: ['both/a'], scoring: ['both/a', 'map/a', 'gone/a'] },
  };
  const asked = (
    paths: readonly string[],
    reads: ReadsOfRuns,
    known = { isShared: false, isInput: false },
  ) => {
    const uncounted = paths.map((one) => ({ path: one, ...known }));
    const none: readonly FileChange[] = [];
    const sorted = { ...NO_CHANGES, unseen: paths };
    const found = withReads({ files: none, sharedFiles: none, sorted, uncounted }, reads);
    return [pathsOf(found.files), pathsOf(found.sharedFiles), found.sorted.unseen];
  };
  it.each([
    ['is common where the training of the replaced version read it', 'both/a', 1],
    ['is common in a folder of which the two had all in common', 'both/new', 1],
    ['is asked about where only this training read it', 'map/a', 0],
    ['is asked about in a folder of the scoring', 'map/new', 0],
    ['is asked about where only the replaced version read it', 'gone/a', 0],
    ['is asked about at the root', 'in', 0],
    ['is no such file where none read it', 'other', 2],
  ])('%s', (_, one, list) => {
    const expected: string[][] = [[], [], []];
    expected[list]!.push(one);
    expect(asked([one], ALL)).toEqual(expected);
  });

  it('is common where names say so', () => {
    expect(asked(['map/a'], ALL, { isShared: true, isInput: false })).toEqual([[], ['map/a'], []]);
  });

  it('is common without a record of the replaced version where the base names it as an input, and the training read it', () => {
    const reads = { ...ALL, replaced: undefined };
    expect(asked(['in'], reads, { isShared: false, isInput: true })).toEqual([[], ['in'], []]);
    expect(asked(['in'], reads)).toEqual([['in'], [], []]);
    const own = { training: [], scoring: ['in'] };
    expect(asked(['in'], { own, replaced: undefined }, { isShared: false, isInput: true })).toEqual([
      ['in'],
      [],
      [],
    ]);
  });

  it('is common where it is new in a folder of which both read everything, beyond the limit of files too', () => {
    const replaced = {
      ...{ training: ['data/'], scoring: ['data/'] },
      folders: [{ folder: 'data', files: ['x/1', 'y/1'] }],
    };
    const own = { training: ['data/x/2', 'data/z/1'], scoring: ['data/x/2', 'data/x/3', 'data/z/1'] };
    expect(asked(['data/x/2', 'data/x/3', 'data/y/1', 'data/z/1'], { own, replaced })).toEqual([
      ['data/x/3', 'data/z/1'],
      ['data/x/2', 'data/y/1'],
      [],
    ]);
  });

  it('is not known where nothing was seen', () => {
    expect(asked(['in'], { own: undefined, replaced: undefined })).toEqual([[], [], ['in']]);
  });
});
