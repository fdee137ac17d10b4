import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planStageMove } from '../../../src/shared/domain/registry/plan-stage-move.ts';
import { planVersion } from '../../../src/shared/domain/registry/plan-version.ts';
import { resolveStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { listVersions } from '../../../src/shared/domain/registry/versions.ts';
import type { Tag } from '../../../src/shared/domain/kernel/platform.ts';
import { tagsFrom } from './tag.ts';

const now = new Date('2026-03-01T12:00:00.750Z');
const plan = (tags: readonly Tag[], more: Partial<Parameters<typeof planVersion>[0]> = {}) =>
  planVersion({ model: 'churn', tags, commit: 'c9', now, ...more });

describe('the next version', () => {
  it('is 1.0.0 for a model that has none', () => {
    expect(plan(tagsFrom('other@v3.0.0', 'v2.0.0'))).toEqual({
      version: '1.0.0',
      tag: 'churn@v1.0.0',
      taggedAt: '2026-03-01T12:00:00Z',
      ownCommit: false,
      obstacles: [],
    });
  });

  it('raises the minor number of the greatest one, whatever was registered last', () => {
    expect(plan(tagsFrom('churn@v1.9.0 c1', 'churn@v1.10.0 c2', 'churn@v0.1.0 c3')).version).toBe('1.11.0');
  });

  it('raises the part that is asked for', () => {
    const tags = tagsFrom('churn@v1.2.3');
    expect(plan(tags, { bump: 'major' }).version).toBe('2.0.0');
    expect(plan(tags, { bump: 'patch' }).version).toBe('1.2.4');
  });

  it('never uses the number of a deregistered version again', () => {
    expect(plan(tagsFrom('churn@v1.0.0', 'churn@v1.0.0!')).version).toBe('1.1.0');
    expect(() => plan(tagsFrom('churn@v1.0.0', 'churn@v1.0.0!'), { version: '1.0.0' })).toThrow(
      'churn@v1.0.0: expected a new version, got one that exists',
    );
  });

  it('leaves prereleases to whoever makes them', () => {
    expect(plan(tagsFrom('churn@v1.0.0 c1', 'churn@v2.0.0-rc.1 c2')).version).toBe('1.1.0');
  });

  it.each(['v1.0.0', '1.0', '1.0.0-rc.1', '01.0.0', ''])('cannot be %j', (version) => {
    expect(() => plan([], { version })).toThrow(/input "version": expected a version like "1\.4\.0"/);
  });

  it('gets a commit of its own where the commit holds a version of this model already', () => {
    expect(plan(tagsFrom('churn@v1.0.0 c9')).ownCommit).toBe(true);
    expect(plan(tagsFrom('churn@v1.0.0 c9', 'churn@v1.0.0! c9')).ownCommit).toBe(true);
    expect(plan(tagsFrom('other@v1.0.0 c9', 'churn@v1.0.0 c8')).ownCommit).toBe(false);
  });

  it('gets a commit of its own when the number was chosen by hand, so that no race can put two on one commit', () => {
    expect(plan([], { version: '3.0.0' }).ownCommit).toBe(true);
    expect(plan([], { bump: 'major' }).ownCommit).toBe(true);
    expect(plan([], { bump: 'minor' }).ownCommit).toBe(false);
  });
});

describe('the date of a new tag', () => {
  it('is later than every tag of the model, even when those lie in the future', () => {
    const tags: readonly Tag[] = [
      { name: 'churn@v1.0.0', commit: 'c1', message: '', taggedAt: '2026-03-01T12:00:00Z' },
      { name: 'churn#production#1', commit: 'c1', message: '', taggedAt: '2026-03-01T12:10:00+00:00' },
      { name: 'other@v1.0.0', commit: 'c1', message: '', taggedAt: '2027-01-01T00:00:00Z' },
    ];
    expect(plan(tags).taggedAt).toBe('2026-03-01T12:10:01Z');
  });
});

describe('a move of a stage', () => {
  it('counts over all stages of the model, as GTO does', () => {
    const tags = tagsFrom('churn@v1.0.0', 'churn#production#3', 'churn#staging#1', 'other#production#9');
    const move = planStageMove({ model: 'churn', stage: 'dev', tags, commit: 'c1', now });
    expect(move).toEqual({
      tag: 'churn#dev#4',
      commit: 'c1',
      taggedAt: '2026-03-01T12:00:00Z',
      obstacles: [],
    });
  });

  it('wins over everything before it, for any history that these plans wrote', () => {
    const step = fc.record({
      stage: fc.constantFrom('production', 'staging', undefined),
      version: fc.nat(),
      clock: fc.integer({ min: -90, max: 90 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const tags: Tag[] = [];
        const registered: Tag[] = [];
        for (const { stage, version, clock } of steps) {
          const at = new Date(now.getTime() + clock * 1000);
          const target = registered[version % (registered.length || 1)];
          if (stage === undefined || target === undefined) {
            const next = planVersion({ model: 'churn', tags, commit: `c${tags.length}`, now: at });
            const tag = { name: next.tag, commit: `c${tags.length}`, message: '', taggedAt: next.taggedAt };
            tags.push(tag);
            registered.push(tag);
            expect(listVersions('churn', tags)[0]?.tag).toBe(next.tag);
            continue;
          }
          const move = planStageMove({ model: 'churn', stage, tags, commit: target.commit, now: at });
          expect(tags.map(({ name }) => name)).not.toContain(move.tag);
          tags.push({ name: move.tag, commit: move.commit, message: '', taggedAt: move.taggedAt });
          const held = resolveStage({ model: 'churn', stage, tags });
          expect(held).toEqual({
            version: target.name.slice('churn@v'.length),
            tag: target.name,
            commit: target.commit,
            message: '',
            stageTag: move.tag,
          });
        }
      }),
    );
  });
});
