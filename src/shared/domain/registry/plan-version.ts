/** Which number the next version gets, where its tag leads, and when it is dated. Pure: the claim is the tag. */
import { ConflictError, InputError } from '../kernel/errors.ts';
import { versionTag } from '../kernel/names.ts';
import type { Tag } from '../kernel/platform.ts';
import { bumpVersion, compareVersions, isPlainVersion, type Bump } from './semantic-version.ts';
import { nextTagTime } from './tag-time.ts';
import { readTagHistory } from './tag-history.ts';
import { chooseFree, isCountableVersion, listUncounted, type TagObstacle } from './tag-obstacles.ts';

const FIRST_VERSION = '1.0.0';

export interface VersionRequest {
  readonly model: string;
  readonly tags: readonly Tag[];
  /** The commit of the code that made the model. */
  readonly commit: string;
  readonly now: Date;
  /** A number chosen by hand, without the `v`. */
  readonly version?: string | undefined;
  /** Default: minor, for a new model of the same interface. */
  readonly bump?: Bump | undefined;
}

export interface VersionPlan {
  readonly version: string;
  readonly tag: string;
  /** RFC 3339, in whole seconds, later than every tag of the model. */
  readonly taggedAt: string;
  /**
   * Whether the tag needs a commit of its own, for GTO stops at two versions of a model on one commit. True
   * where one is there already, and for numbers chosen by hand: two runs that claim *different* numbers at
   * once would both win, and with the default number they ask for the same one.
   */
  readonly ownCommit: boolean;
  /** Tags that are in the way, and skipped. */
  readonly obstacles: readonly TagObstacle[];
}

/**
 * @throws ConflictError VERSION_TAKEN when the number asked for was used, even if it was deregistered since, or when
 * another tag has its name.
 * @throws InputError for a version that is not major.minor.patch.
 */
export function planVersion(request: VersionRequest): VersionPlan {
  const { model, tags, commit } = request;
  const used = readTagHistory(model, tags).versions.filter(({ version }) => version !== undefined);
  const numbers = used.flatMap(({ version }) => version ?? []);
  const bump = request.bump ?? 'minor';
  if (request.version !== undefined) checkVersion(model, request.version, numbers);
  const { chosen: version, obstacles } = chooseFree(tags, {
    first: request.version ?? nextVersion(numbers, bump),
    next: (taken) => bumpVersion(taken, bump),
    nameOf: (candidate) => versionTag(model, candidate),
  });
  if (request.version !== undefined) checkFree(model, request.version, obstacles);
  return {
    version,
    tag: versionTag(model, version),
    taggedAt: nextTagTime(model, tags, request.now),
    ownCommit:
      request.version !== undefined || bump !== 'minor' || used.some((other) => other.commit === commit),
    obstacles: [...obstacles, ...listUncounted(model, tags)],
  };
}

/** Prereleases are somebody else's and do not count; deregistered numbers do, so that none is used twice. */
function nextVersion(numbers: readonly string[], bump: Bump): string {
  const greatest = numbers.filter(isPlainVersion).filter(isCountableVersion).sort(compareVersions).at(-1);
  return greatest === undefined ? FIRST_VERSION : bumpVersion(greatest, bump);
}

function checkVersion(model: string, version: string, numbers: readonly string[]): void {
  if (!isPlainVersion(version)) {
    throw new InputError(
      'INPUT_INVALID',
      `input "version": expected a version like "1.4.0", got ${JSON.stringify(version)}`,
      { hint: 'write major.minor.patch, without the "v"' },
    );
  }
  if (!numbers.includes(version)) return;
  throw new ConflictError(
    'VERSION_TAKEN',
    `${versionTag(model, version)}: expected a new version, got one that exists`,
    {
      hint: 'a version never changes: leave the input `version` out, or name another one',
    },
  );
}

function checkFree(model: string, version: string, obstacles: readonly TagObstacle[]): void {
  const [obstacle] = obstacles;
  if (obstacle === undefined) return;
  throw new ConflictError(
    'VERSION_TAKEN',
    `${versionTag(model, version)}: expected a free name, got the tag ${JSON.stringify(obstacle.tag)}, which is no version`,
    {
      hint: `delete that tag (git push origin ':refs/tags/${obstacle.tag}'), or leave the input \`version\` out`,
    },
  );
}
