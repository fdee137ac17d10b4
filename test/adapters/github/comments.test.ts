import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBoxGitHub, REPOSITORY, type BoxGitHub } from './box-github.ts';

const MARKER = '<!-- model-steward:evaluate model=churn -->';

let ground: BoxGitHub;
let number: number;
beforeEach(async () => {
  ground = await startBoxGitHub();
  const { box } = ground;
  await box.pushFiles({ repository: REPOSITORY, branch: 'better', files: { 'train.py': 'print(1)\n' } });
  number = await box.openPull({ repository: REPOSITORY, head: 'better' });
});
afterEach(async () => {
  await ground[Symbol.asyncDispose]();
});

function chatter(count: number): void {
  for (let index = 0; index < count; index++) {
    ground.box.comment({ repository: REPOSITORY, number, by: 'acme', body: `comment ${index}` });
  }
}

describe('the sticky comment', () => {
  it('is created once and then updated in place', async () => {
    const { comments } = ground.github;
    const created = await comments.upsert(number, MARKER, { body: `${MARKER}\npass` });
    const updated = await comments.upsert(number, MARKER, { body: `${MARKER}\nfail` });
    expect(updated.id).toBe(created.id);
    expect(updated.author).toBe('github-actions[bot]');
    expect(ground.repository.comments.map(({ body }) => body)).toEqual([`${MARKER}\nfail`]);
  });

  it('is not written again when nothing changed', async () => {
    const { comments } = ground.github;
    await comments.upsert(number, MARKER, { body: `${MARKER}\npass` });
    ground.box.requests.clear();
    await comments.upsert(number, MARKER, { body: `${MARKER}\npass` });
    expect(ground.box.requests.writes()).toEqual([]);
  });

  it('is not another comment by this token that quotes the marker in a name that a user chose', async () => {
    const { comments } = ground.github;
    const other = MARKER.replace('evaluate', 'register');
    await comments.upsert(number, other, { body: `${other}\nregistered \`${MARKER}\`` });
    await comments.upsert(number, MARKER, { body: `${MARKER}\npass` });
    expect(ground.repository.comments).toHaveLength(2);
  });

  it('is found on the third page', async () => {
    const { comments } = ground.github;
    chatter(250);
    const created = await comments.upsert(number, MARKER, { body: `${MARKER}\nfirst` });
    chatter(20);
    const updated = await comments.upsert(number, MARKER, { body: `${MARKER}\nsecond` });
    expect(updated.id).toBe(created.id);
    expect(ground.repository.comments.filter(({ body }) => body.includes(MARKER))).toHaveLength(1);
  });

  it('is not a comment with the marker by another user', async () => {
    ground.box.comment({ repository: REPOSITORY, number, by: 'mallory', body: `${MARKER}\nforged` });
    const created = await ground.github.comments.upsert(number, MARKER, { body: `${MARKER}\npass` });
    expect(created.author).toBe('github-actions[bot]');
    expect(ground.repository.comments.map(({ body }) => body)).toEqual([
      `${MARKER}\nforged`,
      `${MARKER}\npass`,
    ]);
  });

  it("belongs to the person whose token it is, where it is a person's", async () => {
    const { comments } = ground.as(ground.box.issueToken({ login: 'acme', type: 'user' }));
    const created = await comments.upsert(number, MARKER, { body: `${MARKER}\npass` });
    expect(created.author).toBe('acme');
    expect((await comments.upsert(number, MARKER, { body: `${MARKER}\nfail` })).id).toBe(created.id);
    expect(await ground.github.comments.find(number, MARKER)).toBeUndefined();
  });

  it('is created again when it was deleted while it was updated', async () => {
    const { box, github } = ground;
    await github.comments.upsert(number, MARKER, { body: `${MARKER}\npass` });
    box.faults.inject({ kind: 'status', status: 404, method: 'PATCH', route: /\/issues\/comments\// });
    const again = await github.comments.upsert(number, MARKER, { body: `${MARKER}\nfail` });
    expect(again.body).toBe(`${MARKER}\nfail`);
  });

  it('asks who the token is once, and only where something begins with the marker', async () => {
    const { comments } = ground.github;
    await comments.find(number, MARKER);
    expect(ground.box.requests.lines().filter((line) => !line.startsWith('GET /repos'))).toEqual([]);
    ground.box.comment({ repository: REPOSITORY, number, by: 'mallory', body: MARKER });
    await Promise.all([comments.find(number, MARKER), comments.find(number, MARKER)]);
    expect(ground.box.requests.lines().filter((line) => !line.startsWith('GET /repos'))).toEqual([
      'POST /graphql 200',
    ]);
  });

  it('names the permission that a read-only token lacks', async () => {
    const { comments } = ground.as(ground.tokenWith({ 'pull-requests': 'read' }));
    await expect(comments.upsert(number, MARKER, { body: `${MARKER}\npass` })).rejects.toMatchObject({
      code: 'PERMISSION_MISSING',
      message: expect.stringContaining(`comment on #${number}: the token lacks \`pull-requests: write\``),
    });
  });
});

describe('a locked conversation', () => {
  it.each([
    'Unable to create comment because issue is locked.',
    'Unable to create comment because pull request is locked.',
    'This conversation is locked and limited to collaborators.',
  ])('is said to be one, and no permission is blamed: %s', async (message) => {
    ground.box.faults.inject({
      kind: 'status',
      status: 403,
      method: 'POST',
      route: /\/comments$/,
      body: { message },
    });
    await expect(
      ground.github.comments.upsert(number, MARKER, { body: `${MARKER}\npass` }),
    ).rejects.toMatchObject({
      code: 'LOCKED',
      message: `comment on #${number}: expected a conversation that takes comments, got a locked one (GitHub says "${message}")`,
      hint: expect.stringContaining('unlock the conversation'),
    });
  });

  it('is not what another refusal says', async () => {
    const body = { message: 'Resource not accessible by integration' };
    ground.box.faults.inject({ kind: 'status', status: 403, method: 'POST', route: /\/comments$/, body });
    await expect(
      ground.github.comments.upsert(number, MARKER, { body: `${MARKER}\npass` }),
    ).rejects.toMatchObject({
      code: 'PERMISSION_MISSING',
    });
  });
});

describe('the comment with the head of its pull request', () => {
  const headOf = async (): Promise<string> => (await ground.github.pullRequests.get(number)).head.sha;

  it('is one query, on whatever page the comment is', async () => {
    const { comments } = ground.github;
    chatter(120);
    const { id } = await comments.upsert(number, MARKER, { body: `${MARKER}\npass` });
    const headSha = await headOf();
    ground.box.requests.clear();
    expect(await comments.findInPull(number, MARKER)).toMatchObject({ comment: { id }, headSha });
    expect(ground.box.requests.lines()).toEqual(['POST /graphql 200', 'POST /graphql 200']);
  });

  it('is the same that REST gives, by whatever kind of account it was written', async () => {
    const { box } = ground;
    const app = box.issueToken({
      repository: REPOSITORY,
      app: 'steward',
      permissions: { 'pull-requests': 'write' },
    });
    for (const token of [app, box.issueToken({ login: 'acme', type: 'user' })]) {
      const { comments } = ground.as(token);
      const { id } = await comments.upsert(number, MARKER, { body: `${MARKER}\npass` });
      const fresh = ground.as(token).comments;
      const [found, inPull] = [await fresh.find(number, MARKER), await fresh.findInPull(number, MARKER)];
      expect(inPull.comment).toEqual(found);
      expect(inPull.comment?.id).toBe(id);
    }
  });

  it('is no comment of a person whose name is that of the bot', async () => {
    ground.box.comment({ repository: REPOSITORY, number, by: 'github-actions', body: `${MARKER}\nforged` });
    expect((await ground.github.comments.findInPull(number, MARKER)).comment).toBeUndefined();
  });

  it('is read by REST where GraphQL is refused', async () => {
    const { comments } = ground.github;
    const { id } = await comments.upsert(number, MARKER, { body: `${MARKER}\npass` });
    ground.box.faults.inject({ kind: 'status', status: 403, route: '/graphql' });
    expect(await comments.findInPull(number, MARKER)).toMatchObject({
      comment: { id },
      headSha: await headOf(),
    });
  });
});
