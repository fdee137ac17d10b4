import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import { ALL_PERMISSIONS } from './test-client.ts';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The shape is the query's.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

describe('GraphQL', () => {
  let box: Box;
  let sha: string;

  beforeEach(async () => {
    box = await startBox({ start: '2026-11-01T00:00:00Z' });
    await box.createRepository({ owner: 'acme', name: 'churn', private: true });
    ({ sha } = await box.pushFiles({ repository: 'acme/churn', files: { 'README.md': 'churn\n' } }));
  });

  // Each test takes the violations that it provoked: what is left here is a defect.
  afterEach(() => box.close());

  const ask = async (token: string | undefined, query: string, variables: object = {}): Promise<Answer> => {
    const response = await fetch(box.graphqlUrl, {
      method: 'POST',
      headers: token === undefined ? {} : { authorization: `bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

  const trusted = (): string => box.issueToken({ repository: 'acme/churn', permissions: ALL_PERMISSIONS });

  const WHO = '{ viewer { __typename login databaseId } }';

  it('reports who writes with a token: the workflow’s bot, an App’s bot, a person', async () => {
    const login = async (token: string): Promise<unknown> => (await ask(token, WHO)).body.data.viewer.login;
    expect(await login(trusted())).toBe('github-actions[bot]');
    expect(await login(box.issueToken({ app: 'acme-steward', repository: 'acme/churn' }))).toBe(
      'acme-steward[bot]',
    );
    expect(await login(box.issueToken({ login: 'ann', type: 'user' }))).toBe('ann');
  });

  it('refuses a request without a token', async () => {
    expect(await ask(undefined, WHO)).toMatchObject({
      status: 401,
      body: { message: 'This endpoint requires you to be authenticated.' },
    });
    expect(await ask('ghs_forged', WHO)).toMatchObject({ status: 401, body: { message: 'Bad credentials' } });
  });

  it.each([
    [
      'a field that GitHub does not have',
      '{ viewer { logins } }',
      'Cannot query field "logins" on type "User"',
    ],
    [
      'an argument that GitHub does not have',
      '{ repository(owner: "a", repo: "b") { id } }',
      'Unknown argument "repo"',
    ],
    [
      'an argument that is missing',
      '{ repository(owner: "a") { id } }',
      'argument "name" of type "String!" is required',
    ],
    [
      'a variable of the wrong type',
      'query($n: Int!) { repository(owner: "a", name: $n) { id } }',
      'type "Int!" used in position',
    ],
    ['a text that is no query', '{ viewer', 'Syntax Error'],
  ])('refuses %s with 200, as GitHub does, and remembers it', async (_, query, message) => {
    const answer = await ask(trusted(), query);
    expect(answer.status).toBe(200);
    expect(answer.body.data).toBeUndefined();
    expect(answer.body.errors[0].message).toContain(message);
    expect(box.takeViolations().join('\n')).toContain(message);
  });

  it('refuses a value that does not fit its variable', async () => {
    const query = 'query($name: String!) { repository(owner: "acme", name: $name) { id } }';
    const answer = await ask(trusted(), query, { name: 7 });
    expect(answer.body.errors[0].message).toContain('String cannot represent a non string value: 7');
    expect(box.takeViolations()).toHaveLength(1);
  });

  it('remembers a field that GitHub has and the box has not', async () => {
    const answer = await ask(trusted(), '{ viewer { login email } }');
    expect(answer.body.errors[0].message).toBe('the box has no field User.email');
    expect(box.takeViolations()).toEqual(['POST /graphql: the box has no field User.email']);
  });

  it('remembers an argument that it passes over', async () => {
    await ask(trusted(), '{ repository(owner: "acme", name: "churn", followRenames: false) { name } }');
    expect(box.takeViolations()).toEqual([
      'POST /graphql: the box passes over the argument "followRenames" of Query.repository',
    ]);
  });

  const TAGS = `query($prefix: String!, $query: String, $first: Int, $after: String, $order: RefOrder) {
    repository(owner: "acme", name: "churn") {
      refs(refPrefix: $prefix, query: $query, first: $first, after: $after, orderBy: $order) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          name prefix
          target { __typename oid ... on Tag { message tagger { name email date } target { __typename oid } } }
        }
      }
    }
  }`;

  interface Refs {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    readonly nodes: readonly { readonly name: string }[];
  }

  const listTags = async (variables: object): Promise<Refs> => {
    const { body } = await ask(trusted(), TAGS, { prefix: 'refs/tags/', first: 100, ...variables });
    return body.data.repository.refs as Refs;
  };

  it('reads tags in bulk: message, tagger and what they lead to', async () => {
    const tag = await box.pushTag({ repository: 'acme/churn', tag: 'churn@v1.0.0', sha, message: 'one' });
    await box.publishRelease({ repository: 'acme/churn', tag: 'web', by: 'ann' });
    expect(await listTags({})).toEqual({
      totalCount: 2,
      pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
      nodes: [
        {
          name: 'churn@v1.0.0',
          prefix: 'refs/tags/',
          target: {
            __typename: 'Tag',
            oid: tag,
            // As git stores it, with a line feed at the end.
            message: 'one\n',
            tagger: { name: 'acme', email: expect.stringContaining('@'), date: '2026-11-01T00:00:03Z' },
            target: { __typename: 'Commit', oid: sha },
          },
        },
        // The web form makes a lightweight tag.
        { name: 'web', prefix: 'refs/tags/', target: { __typename: 'Commit', oid: sha } },
      ],
    });
  });

  it('finds refs by a part of their name, pages them, and sorts by name or by the date of the commit', async () => {
    const { sha: later } = await box.pushFiles({ repository: 'acme/churn', files: { 'new.txt': 'new\n' } });
    for (const [tag, commit] of [
      ['churn@v1.0.0', sha],
      ['churn@v1.1.0', later],
      // Made last, for the older commit.
      ['churn@v1.2.0', sha],
      ['other@v1.0.0', later],
    ] as const) {
      await box.pushTag({ repository: 'acme/churn', tag, sha: commit });
    }
    const names = ({ nodes }: Refs): string[] => nodes.map(({ name }) => name);
    const first = await listTags({ query: 'churn@', first: 2 });
    expect([names(first), first.totalCount]).toEqual([['churn@v1.0.0', 'churn@v1.1.0'], 3]);
    const rest = await listTags({ query: 'churn@', first: 2, after: first.pageInfo.endCursor });
    expect([names(rest), rest.pageInfo.hasNextPage]).toEqual([['churn@v1.2.0'], false]);
    const descending = { field: 'ALPHABETICAL', direction: 'DESC' };
    expect(names(await listTags({ order: descending }))[0]).toBe('other@v1.0.0');
    const byDate = { field: 'TAG_COMMIT_DATE', direction: 'ASC' };
    expect(names(await listTags({ query: 'churn', order: byDate }))).toEqual([
      'churn@v1.0.0',
      'churn@v1.2.0',
      'churn@v1.1.0',
    ]);
  });

  it('reads named refs side by side', async () => {
    await box.pushTag({ repository: 'acme/churn', tag: 'churn#prod#1', sha });
    const { body } = await ask(
      trusted(),
      `{ repository(owner: "acme", name: "churn") {
        stage: ref(qualifiedName: "refs/tags/churn#prod#1") { name target { __typename } }
        none: ref(qualifiedName: "refs/tags/churn#prod#2") { name }
      } }`,
    );
    expect(body).toEqual({
      data: { repository: { stage: { name: 'churn#prod#1', target: { __typename: 'Tag' } }, none: null } },
    });
  });

  it.each([
    [101, 'EXCESSIVE_PAGINATION'],
    [null, 'MISSING_PAGINATION_BOUNDARIES'],
  ])('takes no connection of %s items', async (first, type) => {
    const { body } = await ask(trusted(), TAGS, { prefix: 'refs/tags/', first });
    expect(body.errors).toMatchObject([{ type, path: ['repository', 'refs'] }]);
  });

  it('hides what the token may not read', async () => {
    const stranger = box.issueToken({ repository: 'acme/other', permissions: ALL_PERMISSIONS });
    const { body } = await ask(stranger, TAGS, { prefix: 'refs/tags/', first: 1 });
    expect(body).toMatchObject({ data: { repository: null }, errors: [{ type: 'NOT_FOUND' }] });
    const reader = box.issueToken({ repository: 'acme/churn', permissions: { issues: 'read' } });
    expect((await ask(reader, TAGS, { prefix: 'refs/tags/', first: 1 })).body.errors).toMatchObject([
      { type: 'FORBIDDEN', message: 'Resource not accessible by integration' },
    ]);
  });

  it('logs a query as a request that changes nothing', async () => {
    await ask(trusted(), WHO);
    expect(box.requests.lines()).toEqual(['POST /graphql 200']);
    expect(box.requests.writes()).toEqual([]);
  });

  it('meets the faults that were planned for it, and its own budget', async () => {
    box.faults.inject({ kind: 'secondary-limit', route: '/graphql' });
    const second = await ask(trusted(), WHO);
    expect([second.status, second.headers.get('retry-after')]).toEqual([403, '60']);
    box.faults.inject({ kind: 'primary-limit', route: '/graphql' });
    const spent = await ask(trusted(), WHO);
    expect([spent.status, spent.headers.get('x-ratelimit-remaining')]).toEqual([200, '0']);
    expect(spent.body.errors).toMatchObject([{ type: 'RATE_LIMIT' }]);
    const answered = await ask(trusted(), WHO);
    expect(answered.headers.get('x-ratelimit-resource')).toBe('graphql');
    expect(answered.headers.get('x-ratelimit-used')).toBe('1');
  });
});
