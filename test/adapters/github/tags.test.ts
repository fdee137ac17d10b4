import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBoxGitHub, REPOSITORY, type BoxGitHub } from './box-github.ts';

let ground: BoxGitHub;
beforeEach(async () => {
  ground = await startBoxGitHub();
});
afterEach(async () => {
  await ground[Symbol.asyncDispose]();
});

function tag(
  name: string,
  run = 'run 1',
): { name: string; commit: string; message: string; taggedAt: string } {
  return { name, commit: ground.sha, message: `Register by ${run}`, taggedAt: '2026-11-20T10:00:00Z' };
}

function git(...args: string[]): string {
  const settings = ['-c', 'user.name=n', '-c', 'user.email=a@b.c', '-c', 'advice.nestedTag=false'];
  return execFileSync('git', ['-C', ground.repository.git.path, ...settings, ...args], {
    encoding: 'utf8',
  }).trim();
}

describe('a tag', () => {
  it('is annotated, as git itself sees it', async () => {
    expect(await ground.github.tags.create(tag('churn@v1.0.0'))).toBe('created');
    const format = '%(objecttype) %(*objectname) %(taggername) %(taggerdate:iso-strict) %(contents:subject)';
    expect(git('for-each-ref', `--format=${format}`, 'refs/tags')).toBe(
      `tag ${ground.sha} github-actions[bot] 2026-11-20T10:00:00+00:00 Register by run 1`,
    );
  });

  it('is read back by name, and missing as undefined', async () => {
    const { tags } = ground.github;
    await tags.create(tag('churn#production#1'));
    expect(await tags.get('churn#production#1')).toEqual({
      ...tag('churn#production#1'),
      message: 'Register by run 1',
      tagger: '41898282+github-actions[bot]@users.noreply.github.com',
    });
    expect(await tags.get('churn#production#2')).toBeUndefined();
  });

  it('that is taken says so', async () => {
    const { tags } = ground.github;
    await tags.create(tag('churn@v1.0.0', 'run 1'));
    expect(await tags.create(tag('churn@v1.0.0', 'run 2'))).toBe('exists');
    expect((await tags.get('churn@v1.0.0'))?.message).toBe('Register by run 1');
  });

  it('that an earlier attempt of this claim created is adopted', async () => {
    const { tags } = ground.github;
    await tags.create(tag('churn@v1.0.0'));
    expect(await tags.create(tag('churn@v1.0.0'))).toBe('created');
  });

  it('goes to exactly one of two that claim it at the same time', async () => {
    const { tags } = ground.github;
    const claims = ['run 1', 'run 2'].map((run) => tags.create(tag('churn@v1.0.0', run)));
    expect((await Promise.all(claims)).sort()).toEqual(['created', 'exists']);
  });

  it('under a ruleset ends in an error that says what to allow', async () => {
    const { box, github } = ground;
    await box.restrictCreation(REPOSITORY, ['refs/tags/*@v*']);
    await expect(github.tags.create(tag('churn@v1.0.0'))).rejects.toMatchObject({
      code: 'RULESET',
      message: expect.stringContaining('create the tag "churn@v1.0.0"'),
      hint: expect.stringContaining('"*@v*"'),
    });
  });

  it('needs the permission that the error names', async () => {
    const { tags } = ground.as(ground.tokenWith({ contents: 'read' }));
    await expect(tags.create(tag('churn@v1.0.0'))).rejects.toThrow('the token lacks `contents: write`');
  });
});

describe('the list of tags', () => {
  it('contains those of the prefix, annotated and lightweight', async () => {
    const { box, github, sha } = ground;
    git('tag', 'churn@v0.1.0', sha);
    git('tag', '-a', '-m', 'version 77', 'churn@v1.77.0', sha);
    git('tag', 'uplift@v1.0.0', sha);
    for (let version = 0; version < 102; version++) {
      await box.pushTag({ repository: REPOSITORY, tag: `churn@v2.${version}.0`, sha });
    }
    const tags = await github.tags.ofModel('churn');
    expect(tags).toHaveLength(104);
    expect(tags.find(({ name }) => name === 'churn@v0.1.0')).toEqual({
      name: 'churn@v0.1.0',
      commit: sha,
      message: '',
      taggedAt: undefined,
    });
    expect(tags.find(({ name }) => name === 'churn@v1.77.0')).toMatchObject({
      commit: sha,
      message: expect.stringContaining('version 77'),
    });

    box.requests.clear();
    await github.tags.ofModel('churn');
    expect(box.requests.lines().filter((line) => line.includes('/git/tags/'))).toEqual([]);
  });

  it('follows a tag of a tag to its commit', async () => {
    const { github, sha } = ground;
    await github.tags.create(tag('churn@v1.0.0'));
    git('tag', '-a', '-m', 'outer', 'churn#production#1', 'churn@v1.0.0');
    const [outer] = await github.tags.ofModel('churn');
    expect(outer).toMatchObject({ commit: sha, message: expect.stringContaining('outer') });
  });

  it('costs one request for the names and one for all objects, and the same by other ways where git or GraphQL is refused', async () => {
    const { box, sha } = ground;
    for (let patch = 0; patch < 250; patch += 1) {
      const message = `Register ${patch}\n\nby run ${patch}`;
      await box.pushTag({ repository: REPOSITORY, tag: `churn@v1.0.${patch}`, sha, message });
    }
    await box.publishRelease({ repository: REPOSITORY, tag: 'churn@web', by: 'ann' });
    const list = async (): ReturnType<BoxGitHub['github']['tags']['ofModel']> => {
      box.requests.clear();
      return await ground.as(ground.tokenWith({ contents: 'read' })).tags.ofModel('churn');
    };
    const names = 'GET /repos/{owner}/{repo}/git/matching-refs/{ref} 200';
    const bulk = await list();
    expect(bulk).toHaveLength(251);
    const fetched = box.requests.lines();
    expect(fetched).toEqual([names, 'POST /{owner}/{repo}.git/git-upload-pack 200']);
    box.faults.inject({ kind: 'status', status: 403, route: /git-upload-pack/, times: Infinity });
    expect(await list()).toEqual(bulk);
    const refused = 'POST /{owner}/{repo}.git/git-upload-pack 403';
    expect(box.requests.lines()).toEqual([names, refused, ...Array<string>(3).fill('POST /graphql 200')]);
    box.faults.inject({ kind: 'status', status: 404, route: '/graphql', times: Infinity });
    expect(await list()).toEqual(bulk);
  });

  it('is read again with one request: objects do not change', async () => {
    const { box, github } = ground;
    await github.tags.create(tag('churn@v1.0.0'));
    box.requests.clear();
    const first = await github.tags.ofModel('churn');
    expect(first).toEqual([{ ...(await github.tags.get('churn@v1.0.0')) }]);
    expect(box.requests.lines()[0]).toBe('GET /repos/{owner}/{repo}/git/matching-refs/{ref} 200');
    expect(box.requests.lines().filter((line) => line.includes('graphql'))).toEqual([]);
  });

  it('costs nothing where it has not changed, and is the one of now where a tag came, moved or went', async () => {
    const { box, github, sha } = ground;
    const read = async (): Promise<readonly unknown[]> => {
      box.requests.clear();
      const tags = await github.tags.ofModel('churn');
      const spent = box.requests.lines().filter((line) => !line.endsWith('/{ref} 304'));
      return [spent.length === 0 ? 'nothing' : 'requests', ...tags.map(({ name, commit }) => [name, commit])];
    };
    const first = ['churn@v1.0.0', sha];
    await box.pushTag({ repository: REPOSITORY, tag: 'churn@v1.0.0', sha, message: 'Register' });
    expect(await read()).toEqual(['requests', first]);
    expect(await read()).toEqual(['nothing', first]);
    await box.pushTag({ repository: REPOSITORY, tag: 'churn#production#1', sha, message: 'Promote' });
    expect(await read()).toEqual(['requests', ['churn#production#1', sha], first]);
    const other = await box.pushFiles({ repository: REPOSITORY, files: { 'other.txt': 'other' } });
    git('tag', '--force', '--annotate', '-m', 'Moved', 'churn@v1.0.0', other.sha);
    const moved = ['churn@v1.0.0', other.sha];
    expect(await read()).toEqual(['requests', ['churn#production#1', sha], moved]);
    git('tag', '--delete', 'churn#production#1');
    expect(await read()).toEqual(['requests', moved]);
    expect(await read()).toEqual(['nothing', moved]);
  });

  it('holds no tag of a model whose name begins alike', async () => {
    const { tags } = ground.github;
    for (const name of ['churn@v1.0.0', 'churn-eu@v1.0.0', 'churn#production#1'])
      await tags.create(tag(name));
    const names = (await tags.ofModel('churn')).map(({ name }) => name);
    expect(names).toEqual(['churn#production#1', 'churn@v1.0.0']);
  });

  it('is empty for a model without versions', async () => {
    expect(await ground.github.tags.ofModel('unknown')).toEqual([]);
  });
});

describe('a registration commit', () => {
  it('has the tree of the commit, and the commit as its one parent', async () => {
    const { github, sha } = ground;
    const made = await github.tags.createRegistrationCommit(
      sha,
      'Register churn v1.0.0',
      '2026-11-20T10:00:00Z',
    );
    expect(git('show', '-s', '--format=%T %P %cI %s', made)).toBe(
      `${git('show', '-s', '--format=%T', sha)} ${sha} 2026-11-20T10:00:00+00:00 Register churn v1.0.0`,
    );
    expect(git('branch', '--contains', made)).toBe('');
  });

  it('is the same commit when it is made again', async () => {
    const { tags } = ground.github;
    const make = (): Promise<string> =>
      tags.createRegistrationCommit(ground.sha, 'Register', '2026-11-20T10:00:00Z');
    expect(await make()).toBe(await make());
  });
});
