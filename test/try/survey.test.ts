/** What is read of a folder, and of the copy that `try` plays with: files that git ignores and links stay behind there. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkRepository, describeFindings } from './check.ts';
import { copyRepository } from './load-repository.ts';
import { surveyRepository } from './survey.ts';

const FILES = {
  '.gitignore': 'data/*\n!data/.gitkeep\nnode_modules/\nshared\n',
  'data/.gitkeep': '',
  'data/houses.csv': 'a,b\n1,2\n',
  'node_modules/x/index.js': '',
  'train.py': 'rows = pd.read_csv("data/houses.csv")\njoblib.dump(m, "model.pkl")\n',
};

describe('a survey', () => {
  let root = '';
  let folder = '';
  const git = (...args: string[]) => promisify(execFile)('git', args, { cwd: folder });
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'model-steward-survey-'));
    folder = join(root, 'repository');
    await write(FILES);
    await mkdir(join(root, 'elsewhere'));
    await symlink('../elsewhere', join(folder, 'shared'));
    await symlink('data', join(folder, 'rows'));
    await git('init', '--quiet');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
  }

  const LEFT = {
    ignored: ['data/houses.csv'],
    links: [
      { path: 'rows', isInside: true },
      { path: 'shared', isInside: false },
    ],
  };

  it('has the files that git ignores, without packages, and the links, with where they lead', async () => {
    expect(await surveyRepository(folder)).toMatchObject({
      ...LEFT,
      paths: ['.gitignore', 'data/.gitkeep', 'rows', 'train.py'],
    });
  });

  it('has the first rows of a table, and no line that is cut off', async () => {
    await write({ 'rows.jsonl': '{"case": "ä"}\n'.repeat(10_000), 'short.csv': 'id,x\na,1' });
    const { read } = await surveyRepository(folder);
    expect(read('short.csv')).toBe('id,x\na,1');
    const lines = (read('rows.jsonl') ?? '').split('\n');
    expect(new Set(lines.slice(0, -1))).toEqual(new Set(['{"case": "ä"}']));
    expect(lines.length).toBeGreaterThan(1000);
    expect(lines.at(-1)).toBe('');
  });

  it('of a copy has those of the original, whether it is a repository or none', async () => {
    await git('add', '--all');
    await git('-c', 'user.name=dev', '-c', 'user.email=dev@example.com', 'commit', '--quiet', '-m', 'One');
    const scratch = await mkdtemp(join(root, 'scratch-'));
    const copy = await copyRepository({ folder, scratch });
    expect(await surveyRepository(copy)).toMatchObject({ ignored: [] });
    expect(await surveyRepository(copy, folder)).toMatchObject(LEFT);
    await rm(join(folder, '.git'), { recursive: true });
    const other = await copyRepository({ folder, scratch: await mkdtemp(join(root, 'scratch-')) });
    expect((await surveyRepository(other, folder)).ignored).toEqual(['data/houses.csv']);
  });

  it('lets check say that a run on GitHub does not have the data', async () => {
    const lines = describeFindings(await checkRepository(folder)).join('\n');
    expect(lines).toContain('! warning  train.py: data/houses.csv is read, and git ignores it');
  });
});
