/**
 * Tag objects, which never change, so each is read once: a hundred in one GraphQL query, or one by one through REST
 * where GraphQL is refused.
 */
import { z } from 'zod';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';

export const tagObjectShape = z.object({
  sha: z.string(),
  message: z.string(),
  /** Git takes a tag without one. */
  tagger: z.object({ email: z.string(), date: z.string() }).nullish(),
  object: z.object({ sha: z.string(), type: z.string() }),
});
export type TagObject = z.infer<typeof tagObjectShape>;

export interface TagObjects {
  read(sha: string): Promise<TagObject>;
  /** In the order of `shas`. */
  readAll(shas: readonly string[]): Promise<readonly TagObject[]>;
}

/** As many as GitHub gives in one page; a query names each object. */
const BATCH = 100;
/** GitHub's limit is 100 concurrent requests of one token. */
const CONCURRENT_READS = 8;

export function createTagObjects(client: GitHubClient): TagObjects {
  const known = new Map<string, TagObject>();
  const read = async (sha: string): Promise<TagObject> => {
    const object = known.get(sha) ?? (await readOne(client, sha));
    known.set(sha, object);
    return object;
  };
  return {
    read,
    readAll: async (shas) => {
      const missing = [...new Set(shas)].filter((sha) => !known.has(sha));
      for (const batch of batches(missing, BATCH)) {
        for (const object of (await readBatch(client, batch)) ?? []) known.set(object.sha, object);
      }
      const objects: TagObject[] = [];
      // What the queries left over: everything on a server that refuses them.
      for (const batch of batches(shas, CONCURRENT_READS))
        objects.push(...(await Promise.all(batch.map(read))));
      return objects;
    },
  };
}

function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

const gitTagShape = z
  .object({
    oid: z.string(),
    message: z.string(),
    tagger: z.object({ email: z.string(), date: z.string() }),
    target: z.object({ __typename: z.string(), oid: z.string() }),
  })
  .transform(({ oid, message, tagger, target }): TagObject => ({
    sha: oid,
    // REST leaves out the line feed at the end, and writes dates in UTC.
    message: message.replace(/\n$/, ''),
    tagger: { email: tagger.email, date: new Date(tagger.date).toISOString().replace(/\.000Z$/, 'Z') },
    object: { sha: target.oid, type: target.__typename.toLowerCase() },
  }));

/** An object without a tagger, and one that is no tag, is left to REST. */
const repositoryShape = z.object({
  repository: z.record(z.string(), z.union([gitTagShape, z.unknown().transform(() => undefined)])),
});

/** @returns undefined where GraphQL is refused. */
async function readBatch(
  client: GitHubClient,
  shas: readonly string[],
): Promise<readonly TagObject[] | undefined> {
  const { owner, name } = client.repository;
  const variables = Object.fromEntries(shas.map((sha, index) => [`oid${index}`, sha]));
  const parameters = shas.map((_, index) => `, $oid${index}: GitObjectID!`).join('');
  const objects = shas.map((_, index) => `o${index}: object(oid: $oid${index}) { ...TagParts }`);
  const query = `query($owner: String!, $name: String!${parameters}) {
  repository(owner: $owner, name: $name) { ${objects.join(' ')} }
}
fragment TagParts on GitObject { ... on Tag { oid message tagger { email date } target { __typename oid } } }`;
  const purpose = `read ${shas.length} tag objects`;
  try {
    const { repository } = await client.query(
      { purpose, query, variables: { owner, name, ...variables }, permission: 'contents: read' },
      repositoryShape,
    );
    return Object.values(repository).flatMap((object) => object ?? []);
  } catch (error) {
    if (error instanceof ServiceError && !error.retryable) return undefined;
    throw error;
  }
}

function readOne(client: GitHubClient, sha: string): Promise<TagObject> {
  const call: Call = {
    purpose: `read the tag object ${sha.slice(0, 7)}`,
    route: 'GET /repos/{owner}/{repo}/git/tags/{tag_sha}',
    parameters: { tag_sha: sha },
    permission: 'contents: read',
  };
  return client.read(call, tagObjectShape);
}
