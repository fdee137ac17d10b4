/**
 * Tags as claims: `POST git/refs` is GitHub's only create-if-absent operation, so exactly one of two callers
 * gets a version.
 */
import { z } from 'zod';
import { TAGGER } from '../../../domain/kernel/names.ts';
import type { NewTag, Tag } from '../../../domain/kernel/platform.ts';
import type { Tags } from '../../../ports/github.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import { createCommit, readCommit } from './git-commits.ts';
import { createTagObjects, type TagObject, tagObjectShape } from './tag-objects.ts';

const refShape = z.object({
  ref: z.string(),
  object: z.object({ sha: z.string(), type: z.string() }),
});
type Ref = z.infer<typeof refShape>;

const permission = 'contents: write';

export function createTags(client: GitHubClient): Tags {
  const objects = createTagObjects(client);
  const readObject = (sha: string): Promise<TagObject> => objects.read(sha);
  const known = new Map<string, readonly Tag[]>();
  const ofModel: Tags['ofModel'] = async (model) => {
    const refs = await listRefs(client, model);
    await objects.readAll(refs.filter(({ object }) => object.type === 'tag').map(({ object }) => object.sha));
    const tags = await Promise.all(refs.map((ref) => tagOf(ref, readObject)));
    known.set(model, tags);
    return tags;
  };
  return {
    ofModel,
    known: async (model) => known.get(model) ?? (await ofModel(model)),
    get: async (name) => {
      const ref = await readRef(client, name);
      return ref && tagOf(ref, readObject);
    },
    create: async (tag) => {
      const object = await createTagObject(client, tag);
      objects.remember(object);
      const claimed = await claim(client, tag.name, object.sha);
      if (claimed === 'created') remember(known, describeObject(tag.name, object, object.object.sha));
      return claimed;
    },
    createRegistrationCommit: async (commit, message, at) => {
      const { tree } = await readCommit(client, commit);
      const author = { ...TAGGER, date: at };
      return createCommit(client, { message, tree, parents: [commit], author, committer: author });
    },
  };
}

/** A tag of this step belongs to what it knows of the tag's model. */
function remember(known: Map<string, readonly Tag[]>, tag: Tag): void {
  for (const [model, tags] of known) {
    if (isOfModel(tag.name, model)) known.set(model, [...tags.filter(({ name }) => name !== tag.name), tag]);
  }
}

function nameOfTag({ ref }: Ref): string {
  return ref.replace(/^refs\/tags\//, '');
}

function isOfModel(name: string, model: string): boolean {
  return name.startsWith(`${model}@`) || name.startsWith(`${model}#`);
}

function describeObject(name: string, { message, tagger }: TagObject, commit: string): Tag {
  return { name, commit, message, taggedAt: tagger?.date, tagger: tagger?.email };
}

async function tagOf(ref: Ref, readObject: (sha: string) => Promise<TagObject>): Promise<Tag> {
  const name = nameOfTag(ref);
  if (ref.object.type !== 'tag') {
    return { name, commit: ref.object.sha, message: '', taggedAt: undefined };
  }
  const outer = await readObject(ref.object.sha);
  let { object } = outer;
  while (object.type === 'tag') object = (await readObject(object.sha)).object;
  return describeObject(name, outer, object.sha);
}

/** One reply with all names, however many: versions, stages, and the tags of models whose name begins alike. */
async function listRefs(client: GitHubClient, model: string): Promise<readonly Ref[]> {
  const call: Call = {
    purpose: `list the tags of ${model}`,
    route: 'GET /repos/{owner}/{repo}/git/matching-refs/{ref}',
    parameters: { ref: `tags/${model}` },
    permission: 'contents: read',
  };
  const refs = await client.list(call, refShape, { isWhole: true, isReread: true });
  return refs.filter((ref) => isOfModel(nameOfTag(ref), model));
}

function readRef(client: GitHubClient, name: string): Promise<Ref | undefined> {
  const call: Call = {
    purpose: `read the tag "${name}"`,
    route: 'GET /repos/{owner}/{repo}/git/ref/{ref}',
    parameters: { ref: `tags/${name}` },
    permission: 'contents: read',
  };
  return client.readOptional(call, refShape);
}

/** Addressed by content, and no ref points to it yet: sending it twice creates the same object. */
function createTagObject(client: GitHubClient, tag: NewTag): Promise<TagObject> {
  const call: Call = {
    purpose: `write the tag object of "${tag.name}"`,
    route: 'POST /repos/{owner}/{repo}/git/tags',
    parameters: {
      tag: tag.name,
      message: tag.message,
      object: tag.commit,
      type: 'commit',
      tagger: { ...TAGGER, date: tag.taggedAt },
    },
    permission,
  };
  return client.idempotentWrite(call, tagObjectShape);
}

/** Read back after a refusal or a lost reply: a ref to the same object means that this run has the claim. */
async function claim(client: GitHubClient, name: string, sha: string): Promise<'created' | 'exists'> {
  const call: Call = {
    purpose: `create the tag "${name}"`,
    route: 'POST /repos/{owner}/{repo}/git/refs',
    parameters: { ref: `refs/tags/${name}`, sha },
    permission,
  };
  const ref = await client.create(call, refShape, () => readRef(client, name));
  return ref.object.sha === sha ? 'created' : 'exists';
}
