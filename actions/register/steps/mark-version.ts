/**
 * Archives or deprecates a version, or takes both back: one more tag each, with its reason. Nothing else changes, so what
 * existed stays provable.
 */
import { ConflictError, InputError } from '../../../src/shared/domain/kernel/errors.ts';
import type { NewTag, Tag } from '../../../src/shared/domain/kernel/platform.ts';
import { readTagHistory } from '../../../src/shared/domain/registry/tag-history.ts';
import {
  findVersionHistory,
  listMarks,
  stagesOfVersion,
  type VersionMark,
} from '../../../src/shared/domain/registry/version-status.ts';
import type { RegisteredVersion } from '../../../src/shared/domain/registry/versions.ts';
import type { MarkedVersion } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';
import { claimStageTag } from './claim-stage-tag.ts';
import { findVersion } from './promote.ts';
import { awaitOtherTag, MAX_CLAIMS } from './lost-claim.ts';

export type MarkOperation = 'archive' | 'deprecate' | 'restore';

/** Does nothing where the version is marked so already. @throws InputError for a version that is assigned to a stage. */
export async function markVersion(step: RegisterStep, operation: MarkOperation): Promise<MarkedVersion> {
  const { inputs, model, ports } = step;
  const { version = '', reason = '' } = inputs;
  const created: NewTag[] = [];
  for (let claim = 1; claim <= MAX_CLAIMS; claim += 1) {
    const tags = withOwn(await ports.tags.ofModel(model.name), created);
    const found = findVersion(step, tags, version);
    const place = { tags, found };
    if (operation === 'archive') await requireNoStage(step, place, created.length > 0);
    const stage = nextTag(step, operation, place);
    if (stage === undefined) {
      const said = { kind: 'marked', operation, model: model.name, version, tag: found.tag, reason } as const;
      return { ...said, created: created.map(({ name }) => name) };
    }
    const title = `${TITLES[operation]} ${model.name} v${version}`;
    const tag = await claimStageTag(step, tags, { stage, commit: found.commit, says: { title, reason } });
    if (tag !== undefined) created.push(tag);
    else await awaitOtherTag(ports.clock);
  }
  throw new ConflictError('CHAMPION_MOVED', `${version}: expected to mark it, lost ${MAX_CLAIMS} times`, {
    hint: 'run the job again',
  });
}

const TITLES = { archive: 'Archive', deprecate: 'Deprecate', restore: 'Restore' } as const;
const MARKS = { archive: 'archived', deprecate: 'deprecated' } as const;

/** A list can lag behind what this run created. */
function withOwn(listed: readonly Tag[], created: readonly NewTag[]): readonly Tag[] {
  const names = new Set(listed.map(({ name }) => name));
  return [...listed, ...created.filter(({ name }) => !names.has(name))];
}

interface Place {
  readonly tags: readonly Tag[];
  readonly found: RegisteredVersion;
}

/** The stage that the next tag names; undefined where there is nothing left to do. */
function nextTag(
  { model }: RegisterStep,
  operation: MarkOperation,
  { tags, found }: Place,
): string | undefined {
  const history = findVersionHistory(readTagHistory(model.name, tags), found);
  const marks: readonly VersionMark[] = listMarks(history);
  if (operation === 'restore') return marks[0] && `${marks[0]}!`;
  const mark = MARKS[operation];
  return marks.includes(mark) ? undefined : mark;
}

/** @param isMarked by this run, while another one gave it a stage: then the mark is taken back. */
async function requireNoStage(step: RegisterStep, { tags, found }: Place, isMarked: boolean): Promise<void> {
  const { version, commit } = found;
  const stages = stagesOfVersion(readTagHistory(step.model.name, tags), found);
  if (stages.length === 0) return;
  const title = `Restore ${step.model.name} v${version}`;
  if (isMarked)
    await claimStageTag(step, tags, { stage: 'archived!', commit, says: { title, operation: undefined } });
  throw new InputError(
    'INPUT_INVALID',
    `input "version": expected a version without a stage, got ${version}, which is assigned to ${stages.join(', ')}`,
    { hint: 'give the stage to another version first: run register with `operation: promote`' },
  );
}
