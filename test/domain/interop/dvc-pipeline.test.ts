/** Pipelines of DVC against what DVC itself has of them: fixtures/record_dvc_pipeline.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  describePipeline,
  parametersOfStages,
} from '../../../src/shared/domain/interop/describe-pipeline.ts';
import { digestDvcFolder } from '../../../src/shared/domain/interop/dvc-folder-digest.ts';
import { parseDvcPipeline, type DvcEntry } from '../../../src/shared/domain/interop/dvc-pipeline.ts';
import { hasDefaultRemote } from '../../../src/shared/domain/interop/dvc-remote.ts';
import { inputsFromOutside, selectDvcStages } from '../../../src/shared/domain/interop/select-dvc-stages.ts';

interface RecordedEntry {
  readonly path: string;
  readonly md5: string;
  readonly sizeBytes?: number;
  readonly fileCount?: number;
}

interface Recorded {
  readonly files: Readonly<Record<string, string>>;
  readonly made: readonly { readonly path: string; readonly md5: string }[];
  readonly stages: readonly {
    readonly file: string;
    readonly name: string;
    readonly command: string;
    readonly params: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly inputs: readonly RecordedEntry[];
    readonly outputs: readonly RecordedEntry[];
    readonly metrics: readonly string[];
    readonly plots: readonly string[];
  }[];
}

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'dvc-pipeline.json'), 'utf8'),
) as Recorded;
const { files } = recorded;
const root = parseDvcPipeline('', { stages: files['dvc.yaml']!, lock: files['dvc.lock'] });
const below = parseDvcPipeline('below', { stages: files['below/dvc.yaml']!, lock: files['below/dvc.lock'] });
const pipelines = [root, below];
const stages = pipelines.flatMap((pipeline) => pipeline.stages);

const byPath = (entries: readonly (RecordedEntry | DvcEntry)[]) =>
  entries
    .map(({ path, md5, sizeBytes, fileCount }) => ({ path, md5, sizeBytes, fileCount }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));

describe('a pipeline', () => {
  it.each(recorded.stages.map((stage) => [`${stage.file}:${stage.name}`, stage] as const))(
    'has the command, the files, the digests and the parameters of %s as DVC has them',
    (address, expected) => {
      const name = expected.file === 'dvc.yaml' ? expected.name : address;
      const stage = stages.find((candidate) => candidate.name === name)!;
      expect(stage.command).toBe(expected.command);
      expect(byPath(stage.inputs)).toEqual(byPath(expected.inputs));
      expect(byPath(stage.outputs)).toEqual(byPath(expected.outputs));
      const parameters = Object.entries(expected.params).flatMap(([file, values]) =>
        Object.entries(values).map(([key, value]) => [
          file === 'params.yaml' ? key : `${file}:${key}`,
          typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
        ]),
      );
      expect(stage.parameters).toEqual(Object.fromEntries(parameters));
    },
  );

  it('has all stages of DVC, and of each output what it is for', () => {
    expect(stages).toHaveLength(recorded.stages.length);
    const record = describePipeline({
      ...{ locks: [], stages, pipelines, before: new Map(), verified: new Set(['made']), absent: new Set() },
    });
    const outputs = record.stages.flatMap((stage) => stage.outputs);
    for (const use of ['metrics', 'plots'] as const)
      expect(outputs.filter((output) => output.use === use).map(({ path }) => path)).toEqual(
        recorded.stages.flatMap((stage) => stage[use]),
      );
    expect(outputs.filter(({ verified }) => verified).map(({ path }) => path)).toEqual(['made']);
    expect(root.metrics).toEqual(['scores.json', 'more.json']);
    expect(root.models).toEqual(['made']);
  });

  it('names what its stages read, without what has a variable', () => {
    expect(root.read).toEqual([
      ...['raw.csv', 'src/prep.txt', 'make.py', 'made', 'src/params.yaml', 'other.json', 'params.yaml'],
      'params.toml',
    ]);
  });

  it('says which stages changed since the command began, and keeps within its limits', () => {
    const before = new Map(stages.map(({ name, identity }) => [name, name === 'train' ? 'other' : identity]));
    const many = stages.flatMap((stage) => Array.from({ length: 60 }, () => stage));
    const described = describePipeline({
      locks: [],
      stages,
      pipelines,
      before,
      verified: new Set(),
      absent: new Set(),
    });
    expect(described.stages.filter(({ changed }) => changed).map(({ name }) => name)).toEqual(['train']);
    expect(described.leftOutCount).toBeUndefined();
    const cut = describePipeline({
      locks: [],
      stages: many,
      pipelines,
      before,
      verified: new Set(),
      absent: new Set(),
    });
    expect(cut.stages).toHaveLength(200);
    expect(cut.leftOutCount).toBe(many.length - 200);
  });
});

describe('the stages of a command', () => {
  const namesOf = (folder: string, ...targets: readonly string[]) =>
    selectDvcStages(pipelines, { folder, targets }).map(({ name }) => name);

  it('are those of its folder, or its targets, with all that they need', () => {
    expect(namesOf('')).toEqual(['prepare', 'train', 'each@a', 'each@b c', 'grid@1-q', 'grid@2-q']);
    expect(namesOf('', 'train')).toEqual(['prepare', 'train']);
    expect(namesOf('', 'grid@2-q')).toEqual(['prepare', 'train', 'grid@2-q']);
    expect(namesOf('', 'each')).toEqual(['each@a', 'each@b c']);
    expect(namesOf('below')).toEqual(['prepare', 'train', 'below/dvc.yaml:late']);
    expect(namesOf('', 'made')).toEqual(namesOf(''));
  });

  it('read from outside what none of them makes', () => {
    const selected = selectDvcStages(pipelines, { folder: 'below', targets: [] });
    expect(inputsFromOutside(selected).map(({ path }) => path)).toEqual(['raw.csv', 'make.py']);
    expect(parametersOfStages(selected)).toMatchObject({ 'train.depth': 3, 'src/params.yaml:lr': 0.25 });
  });
});

describe('the digest of a folder', () => {
  const made = stages.flatMap(({ outputs }) => outputs).find(({ path }) => path === 'made')!;

  it('is that of DVC, whatever the names of its files are', () => {
    expect(recorded.made).toHaveLength(made.fileCount!);
    expect(digestDvcFolder(recorded.made)).toBe(made.md5);
    expect(digestDvcFolder([...recorded.made].reverse())).toBe(made.md5);
  });

  it('is another one with a file less, or with another name', () => {
    expect(digestDvcFolder(recorded.made.slice(1))).not.toBe(made.md5);
    const [first, ...others] = recorded.made;
    expect(digestDvcFolder([{ ...first!, path: 'b.txt' }, ...others])).not.toBe(made.md5);
  });
});

describe('files of DVC', () => {
  const parse = (lock: string, text = 'stages: {a: {cmd: x}, m: {matrix: {}, cmd: x}}\n') =>
    parseDvcPipeline('ml', { stages: text, lock });

  it.each([
    [
      'a merge that left both sides',
      '<<<<<<< HEAD\nstages: {}\n=======\n',
      /^ml\/dvc\.lock: expected a file of DVC, got: .*line/,
    ],
    ['a list', '- a\n', /^ml\/dvc\.lock: expected a file of DVC, got: another text$/],
    ['a lock file of DVC 1', 'a:\n  cmd: x\n', /^ml\/dvc\.lock: expected `stages`/],
  ])('with %s are refused by name', (_, lock, message) => {
    expect(() => parse(lock)).toThrow(message);
  });

  it('have stages that are there no more, and content that has no MD5', () => {
    const [stage, ...others] = parse(
      `schema: '2.0'
stages:
  gone: { cmd: x, outs: [{ path: a.csv, hash: md5, md5: 0cc175b9c0f1b6a831c399e269772661, size: 1 }] }
  a:
    cmd: x
    deps:
      - { path: 's3://bucket/rows.csv', etag: 0cc175b9c0f1b6a831c399e269772661, size: 5 }
      - { path: /mnt/rows.csv, hash: md5, md5: 0cc175b9c0f1b6a831c399e269772661, size: 1 }
      - { path: ../../out.csv, md5: 0cc175b9c0f1b6a831c399e269772661 }
      - { path: ../in.csv, hash: md5, md5: nonsense, size: -1 }
`,
    ).stages;
    expect(others).toEqual([]);
    expect(
      stage!.inputs.map(({ path, md5, isOfBytes, sizeBytes }) => [path, md5, isOfBytes, sizeBytes]),
    ).toEqual([
      ['s3://bucket/rows.csv', undefined, false, 5],
      ['/mnt/rows.csv', '0cc175b9c0f1b6a831c399e269772661', true, 1],
      ['../../out.csv', '0cc175b9c0f1b6a831c399e269772661', false, undefined],
      ['in.csv', undefined, true, undefined],
    ]);
  });

  it.each([
    ['[core]\n    remote = storage\n', true],
    ['[core]\nanalytics = false\n["remote \\"storage\\""]\n    url = /tmp/x\n', false],
    ['[\'remote "storage"\']\n    url = s3://x\n    remote = y\n[core]\n    autostage = true\n', false],
    ['[core]\r\n\tremote=storage\r\n', true],
    ['[core]\n    remote =\n', false],
    ['# [core]\n# remote = x\n', false],
  ])('say whether there is a default remote: %j', (text, expected) => {
    expect(hasDefaultRemote(text)).toBe(expected);
  });
});
