/**
 * No tag holds a draft release: whoever may write can make one of any name, with any notes and files, before register does.
 * Only a half-finished draft of this very registration is continued (docs/trust.md#a-claim-counts-only-when-everything-fits).
 */
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AssetRecord, ReleaseRecord } from '../github-box/state/records.ts';
import { startProject, type EndedRegister, type Project } from '../ground/project.ts';

const TAG = 'flight-delays@v1.0.0';
const LIE = 'Approved by everybody.';

let project: Project;
/** Ended between its last file and the publication. */
let broken: EndedRegister;
let restore: () => void;
beforeAll(async () => {
  project = await startProject();
  const pull = await project.propose({ branch: 'first', skill: 'fair' });
  await project.evaluate(pull);
  const push = await project.merge(pull);
  const { faults } = project.box;
  faults.inject({ kind: 'reset-before', method: 'PATCH', route: /\/releases\/\d+$/, times: Infinity });
  broken = await project.registerPush(push);
  faults.clear();
  expect(broken.failure).toBeDefined();
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

const draftOf = (): ReleaseRecord => project.repository.releases.find(({ draft }) => draft)!;

function assetOf(name: string, text: string): AssetRecord {
  const bytes = Buffer.from(text);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  return { ...draftOf().assets[0]!, id: 9_000_000, name, bytes, digest };
}

/** The draft is somebody's work; `change` says how it differs from the one that register left. */
async function registerAfter(change: (draft: ReleaseRecord) => void): Promise<EndedRegister> {
  const draft = draftOf();
  change(draft);
  const left = { ...draft, assets: [...draft.assets] };
  const ended = await project.rerunRegister(broken);
  expect(ended.failure).toBeUndefined();
  expect(ended.outputs).toMatchObject({ version: '1.0.0', stage: 'production' });
  expect(project.repository.releases.find(({ id }) => id === left.id)).toEqual(left);
  const published = project.repository.releases.filter(({ draft: isDraft }) => !isDraft);
  expect(published.map(({ id, tagName }) => [id === left.id, tagName])).toEqual([[false, TAG]]);
  expect(published[0]?.body).toMatch(/^\*\*`flight-delays` 1\.0\.0\*\*: /);
  expect(published[0]?.assets.map(({ name }) => name)).not.toContain('model+extra.pkl');
  return ended;
}

const by = (author: string) => (draft: ReleaseRecord) => void Object.assign(draft, { author });

const { parse, stringify } = JSON;
interface Approved {
  approval: { reviewers: string[] };
}

describe('a draft of the next version that register did not leave', () => {
  it.each<readonly [string, (draft: ReleaseRecord) => void, string]>([
    ['somebody made it by hand', by('eve'), 'another login'],
    ['another workflow made it', (draft) => (draft.body = LIE), 'its notes do not name this evidence'],
    [
      'it has a file more than the model',
      (draft) => draft.assets.push(assetOf('model+extra.pkl', 'cos\nsystem\n')),
      'it has a file that this version does not have',
    ],
    [
      'a file of the model has other bytes',
      ({ assets }) => {
        const at = assets.findIndex(({ name }) => name.startsWith('model+'));
        assets[at] = assetOf(assets[at]!.name, 'other');
      },
      'it has a file that this version does not have',
    ],
    [
      'its model.json names a reviewer',
      ({ assets }) => {
        const at = assets.findIndex(({ name }) => name === 'model.json');
        const document = parse(assets[at]!.bytes.toString()) as Approved;
        document.approval.reviewers = ['carol'];
        assets[at] = assetOf('model.json', stringify(document));
      },
      'its model.json says something else',
    ],
    [
      'its model.json is none',
      ({ assets }) => {
        const at = assets.findIndex(({ name }) => name === 'model.json');
        assets[at] = assetOf('model.json', '{}');
      },
      'its model.json says something else',
    ],
  ])('%s → it is left as it is and named, and another one is published', async (_who, change, why) => {
    const ended = await registerAfter(change);
    const [warning, ...others] = ended.warnings.filter((text) => text.startsWith('draft release'));
    expect(others).toEqual([]);
    expect(warning).toContain(`draft release of "${TAG}" by `);
    expect(warning).toContain(why);
  });

  it('somebody makes three of them → each is left and named, and none blocks', async () => {
    const { releases } = project.repository;
    const first = draftOf();
    for (const id of [7_000_001, 7_000_002]) releases.push({ ...first, id, author: 'eve', assets: [] });
    const ended = await registerAfter(by('eve'));
    expect(ended.warnings.filter((text) => text.startsWith('draft release'))).toHaveLength(3);
    expect(releases.filter(({ draft }) => draft)).toHaveLength(3);
  });
});

describe('the draft that register left', () => {
  it('somebody edits its title, or what is below the first line of its notes → what is published has neither', async () => {
    const draft = draftOf();
    const [mark = ''] = (draft.body ?? '').split('\n');
    expect(mark).toMatch(/^<!-- model-steward:draft [0-9a-f]{64} -->$/);
    Object.assign(draft, { name: LIE, body: `${mark}\n${LIE}`, prerelease: true });
    const ended = await project.rerunRegister(broken);
    expect(ended).toMatchObject({ failure: undefined, warnings: [] });
    expect(project.repository.releases).toHaveLength(1);
    const published = project.release(TAG);
    expect(published).toMatchObject({ id: draft.id, name: 'flight-delays 1.0.0', prerelease: false });
    expect(published.body).not.toContain(LIE);
    expect(published.body).not.toContain(mark);
  });
});
