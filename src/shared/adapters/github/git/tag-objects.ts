/**
 * Tag objects, which never change, so each is read once. Up to a hundred are one GraphQL query, and any number is one
 * fetch of git. Where git is refused they are queried a hundred at a time; where GraphQL is refused, one by one.
 */
import { z } from 'zod';
import { formatInstant, parseInstant } from '../../../domain/kernel/time.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import { unlessRefused } from '../transport/service-errors.ts';
import { fetchObjects } from './fetch-objects.ts';
import { isObjectName } from '../../../domain/kernel/digest-form.ts';

export const tagObjectShape = z.object({
  sha: z.string(),
  /** REST leaves out the line feed at the end, which GraphQL and git give. */
  message: z.string().transform(withoutLineFeed),
  /** Git takes a tag without one. */
  tagger: z.object({ email: z.string(), date: z.string() }).nullish(),
  object: z.object({ sha: z.string(), type: z.string() }),
});
export type TagObject = z.infer<typeof tagObjectShape>;

export interface TagObjects {
  read(sha: string): Promise<TagObject>;
  /** What this step wrote need not be read. */
  remember(object: TagObject): void;
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
  const remember = (object: TagObject): void => void known.set(object.sha, object);
  const listMissing = (shas: readonly string[]): readonly string[] =>
    [...new Set(shas)].filter((sha) => !known.has(sha));
  return {
    read,
    remember,
    readAll: async (shas) => {
      const missing = listMissing(shas);
      if (missing.length > BATCH) (await fetchAll(client, missing)).forEach(remember);
      for (const batch of batches(listMissing(shas), BATCH))
        (await readBatch(client, batch)).forEach(remember);
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

/** As REST writes dates. @returns undefined for one beyond what a date can be. */
function isoOf(date: Date): string | undefined {
  return Number.isNaN(date.getTime()) ? undefined : formatInstant(date.getTime());
}

function withoutLineFeed(message: string): string {
  return message.replace(/\n$/, '');
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
    message: withoutLineFeed(message),
    tagger: { email: tagger.email, date: isoOf(new Date(parseInstant(tagger.date))) ?? tagger.date },
    object: { sha: target.oid, type: target.__typename.toLowerCase() },
  }));

/** An object without a tagger, and one that is no tag, is left to REST. */
const repositoryShape = z.object({
  repository: z.record(z.string(), z.union([gitTagShape, z.unknown().transform(() => undefined)])),
});

/** @returns none where git is refused. */
async function fetchAll(client: GitHubClient, shas: readonly string[]): Promise<readonly TagObject[]> {
  const objects = await unlessRefused(() => fetchObjects(client, shas));
  return (objects ?? []).flatMap(({ sha, type, content }) =>
    type === 'tag' ? (parseTagObject(sha, content.toString()) ?? []) : [],
  );
}

const TAG_TEXT =
  /^object (?<target>[0-9a-f]+)\ntype (?<type>\w+)\ntag .*\n(?:tagger .*<(?<email>.*)> (?<seconds>-?\d+) [+-]\d{4}\n)?(?:.+\n)*\n(?<message>[^]*)$/;

/** Its headers, an empty line, its message: what `git cat-file -p` prints. */
function parseTagObject(sha: string, text: string): TagObject | undefined {
  const { target, type, email, seconds, message } = TAG_TEXT.exec(text)?.groups ?? {};
  if (target === undefined || !isObjectName(target) || type === undefined || message === undefined)
    return undefined;
  const date = isoOf(new Date(Number(seconds) * 1000));
  const tagger = email === undefined || date === undefined ? undefined : { email, date };
  return { sha, message: withoutLineFeed(message), tagger, object: { sha: target, type } };
}

/** @returns none where GraphQL is refused. */
async function readBatch(client: GitHubClient, shas: readonly string[]): Promise<readonly TagObject[]> {
  const { owner, name } = client.repository;
  const variables = Object.fromEntries(shas.map((sha, index) => [`oid${index}`, sha]));
  const parameters = shas.map((_, index) => `, $oid${index}: GitObjectID!`).join('');
  const objects = shas.map((_, index) => `o${index}: object(oid: $oid${index}) { ...TagParts }`);
  const query = `query($owner: String!, $name: String!${parameters}) {
  repository(owner: $owner, name: $name) { ${objects.join(' ')} }
}
fragment TagParts on GitObject { ... on Tag { oid message tagger { email date } target { __typename oid } } }`;
  const purpose = `read ${shas.length} tag objects`;
  const data = await unlessRefused(() =>
    client.query(
      { purpose, query, variables: { owner, name, ...variables }, permission: 'contents: read' },
      repositoryShape,
    ),
  );
  return Object.values(data?.repository ?? {}).flatMap((object) => object ?? []);
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
