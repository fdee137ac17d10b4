/** Our reading of tags against GTO's own, for histories that the generator beside the fixture made. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findAssignment, resolveStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { listStagePeriods, periodsBetween } from '../../../src/shared/domain/registry/stage-periods.ts';
import { listStageMoves } from '../../../src/shared/domain/registry/stage-history.ts';
import { readTagHistory } from '../../../src/shared/domain/registry/tag-history.ts';
import { parseTagName } from '../../../src/shared/domain/registry/tag-name.ts';
import { listVersions } from '../../../src/shared/domain/registry/versions.ts';
import type { Tag } from '../../../src/shared/domain/kernel/platform.ts';

interface GtoEvent {
  readonly artifact: string;
  readonly event: string;
  readonly version: string | null;
  readonly stage: string | null;
  readonly commit: string;
  readonly ref: string;
}

interface GtoAnswer {
  readonly show: Record<string, { version: string | null; stage: Record<string, string | null> }>;
  readonly versions: readonly { version: string; commit: string; tag: string }[];
  readonly history: readonly GtoEvent[];
}

interface GtoCase {
  readonly name: string;
  readonly model: string;
  readonly tags: readonly { name: string; commit: string; at: number | null }[];
  readonly gto: GtoAnswer | { readonly error: string };
}

const { cases } = JSON.parse(
  readFileSync(new URL('fixtures/gto-histories.json', import.meta.url), 'utf8'),
) as { cases: readonly GtoCase[] };

const readable = cases.flatMap((one) => ('error' in one.gto ? [] : [{ ...one, gto: one.gto }]));
const refused = cases.filter((one) => 'error' in one.gto);

function tagsOf(one: Pick<GtoCase, 'tags'>): readonly Tag[] {
  return one.tags.map(({ name, commit, at }) => ({
    name,
    commit,
    message: 'm',
    taggedAt: at === null ? undefined : new Date(at * 1000).toISOString(),
  }));
}

/** What GTO shows at a stage: a version with its "v", or the commit where there is none. */
function shownAssignment(one: Pick<GtoCase, 'model' | 'tags'>, stage: string): string | null {
  const assigned = findAssignment(readTagHistory(one.model, tagsOf(one)), stage);
  if (assigned === undefined) return null;
  return assigned.version.version === undefined ? assigned.version.commit : `v${assigned.version.version}`;
}

describe('the tag histories that GTO can read', () => {
  it.each(readable)('$name: each stage is assigned to the same version', (one) => {
    for (const stage of ['production', 'staging', 'deprecated']) {
      expect(shownAssignment(one, stage), stage).toBe(one.gto.show[one.model]?.stage[stage] ?? null);
    }
  });

  it.each(readable)('$name: the same versions are registered, in the same order', (one) => {
    if (one.gto.show[one.model] === undefined) return;
    const own = listVersions(one.model, tagsOf(one));
    expect(own.map(({ version, commit, tag }) => ({ version: `v${version}`, commit, tag }))).toEqual(
      one.gto.versions,
    );
    const latest = own[0]?.version;
    expect(latest === undefined ? null : `v${latest}`).toBe(one.gto.show[one.model]?.version);
  });

  it.each(readable)('$name: the same tags are events', (one) => {
    const own = tagsOf(one)
      .filter(({ taggedAt }) => taggedAt !== undefined)
      .flatMap((tag) => {
        const name = parseTagName(tag.name);
        return name === undefined
          ? []
          : [`${tag.name} ${name.kind} ${name.model} ${name.stage ?? ''} ${tag.commit}`];
      });
    const theirs = one.gto.history.map(
      ({ ref, event, artifact, stage, commit }) => `${ref} ${event} ${artifact} ${stage ?? ''} ${commit}`,
    );
    expect(own.sort()).toEqual(theirs.sort());
  });

  it.each(readable)('$name: each move of a stage concerns the same version', (one) => {
    for (const stage of ['production', 'staging']) {
      const own = listStageMoves(one.model, stage, tagsOf(one)).map(
        (move) => `${move.tag} ${move.version === undefined ? move.commit : `v${move.version}`}`,
      );
      const theirs = one.gto.history
        .filter((event) => event.artifact === one.model && event.stage === stage)
        .map((event) => `${event.ref} ${event.version ?? ''}`);
      expect(own.sort()).toEqual(theirs.sort());
    }
  });
});

describe('the tag histories that GTO refuses', () => {
  it('are there, so that the next test says something', () => {
    expect(refused.length).toBeGreaterThan(3);
  });

  it('have two versions of one model on a commit with a stage', () => {
    for (const one of refused) {
      const { versions } = readTagHistory(one.model, tagsOf(one));
      const named = versions.filter(({ version }) => version !== undefined);
      const crowded = named.filter((version) =>
        named.some((other) => other !== version && other.commit === version.commit),
      );
      expect(
        crowded.flatMap(({ assignments, unassignments }) => [...assignments, ...unassignments]),
      ).not.toEqual([]);
    }
  });

  it('are refused by us only where the question cannot be answered', () => {
    const one = cases.find(({ name }) => name === 'two versions on one commit with a stage')!;
    expect(() => resolveStage({ model: 'churn', stage: 'production', tags: tagsOf(one) })).toThrow(
      /expected one version of churn on commit [0-9a-f]{40}, got v1\.0\.0 and v1\.1\.0/,
    );
    expect(resolveStage({ model: 'churn', stage: 'staging', tags: tagsOf(one) })).toBeUndefined();
  });
});

const secondOf = ({ taggedAt }: Tag): number =>
  taggedAt === undefined ? NaN : Math.floor(Date.parse(taggedAt) / 1000);

const dated = cases.filter(({ tags }) => tags.some(({ at }) => at !== null));

describe('the periods of a stage', () => {
  it.each(dated)('$name: at each second what the tags up to then assign', (one) => {
    const tags = tagsOf(one);
    const seconds = [...new Set(tags.map(secondOf))].filter((second) => !Number.isNaN(second));
    for (const stage of ['production', 'staging', 'deprecated']) {
      const periods = listStagePeriods(one.model, stage, tags);
      for (const second of seconds) {
        const then = tags.filter((tag) => secondOf(tag) <= second);
        const assigned = findAssignment(readTagHistory(one.model, then), stage);
        const found = periodsBetween(periods, { fromSeconds: second, toSeconds: second + 1 });
        expect(
          found.map(({ stageTag }) => stageTag),
          `${stage} at ${second}`,
        ).toEqual(assigned === undefined ? [] : [assigned.stageTag]);
      }
    }
  });
});
