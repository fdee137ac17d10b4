/**
 * Finds versions by what is known of them, and writes nothing. Tags come first, two requests a model; registrations are
 * read from the ledger, fifty in a request, where the filter or the order asks about them, and of those that are shown.
 */
import { isKnownEvent } from '../../../src/shared/domain/documents/event.ts';
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import {
  isAboutTags,
  matchesClause,
  matchesName,
} from '../../../src/shared/domain/registry/search/match-clause.ts';
import {
  isOrderOfTags,
  sortFound,
  type FoundVersion,
} from '../../../src/shared/domain/registry/search/search-order.ts';
import type { SearchResult } from '../../../src/shared/domain/registry/search/search-result.ts';
import {
  listSearchedVersions,
  readVersionDetails,
  type SearchedVersion,
  type VersionDetails,
} from '../../../src/shared/domain/registry/search/searched-version.ts';
import type { Found } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';

const USUAL_LIMIT = 20;
/** Two requests each. */
const MAX_MODELS = 25;
/** Twenty requests. */
export const MAX_REGISTRATIONS = 1_000;
/** One request. */
const READ_AT_ONCE = 50;

export async function search(step: RegisterStep): Promise<Found> {
  const { filter, orderBy, limit } = queryOf(step);
  const models = modelsOf(step).filter((name) => matchesName(filter, name));
  const versions: SearchedVersion[] = [];
  for (const model of models.slice(0, MAX_MODELS))
    versions.push(...listSearchedVersions(model, await step.ports.tags.ofModel(model)));
  const asked = versions.filter((version) => matchesByTags(step, version));
  const read = isAnsweredByTags(step) ? selectAll(asked) : await readMatching(step, asked);
  const shown = sortFound(read.matching, orderBy).slice(0, limit);
  const { found, unknown } = await withDetails(step, shown);
  const result: SearchResult = {
    found,
    matchingCount: read.matching.length,
    modelCount: Math.min(models.length, MAX_MODELS),
    versionCount: versions.length,
    unread: {
      modelCount: Math.max(0, models.length - MAX_MODELS),
      versionCount: read.unreadCount,
      mayMatch: read.unreadCount > 0 && !(isOrderOfTags(orderBy) && read.matching.length >= limit),
      unknown: [...read.unknown, ...unknown],
    },
  };
  return { kind: 'found', result };
}

/** The one that is named, else all of the configuration. */
function modelsOf({ inputs, config, model }: RegisterStep): readonly string[] {
  return inputs.model === undefined && config !== undefined ? Object.keys(config.models) : [model.name];
}

function queryOf({ inputs: { filter = [], orderBy = [], limit = USUAL_LIMIT } }: RegisterStep) {
  return { filter, orderBy, limit };
}

function matchesByTags(step: RegisterStep, version: SearchedVersion): boolean {
  return queryOf(step).filter.every(
    (clause) => !isAboutTags(clause) || matchesClause(clause, version, undefined),
  );
}

function isAnsweredByTags(step: RegisterStep): boolean {
  const { filter, orderBy } = queryOf(step);
  return filter.every(isAboutTags) && isOrderOfTags(orderBy);
}

interface Selection {
  readonly matching: readonly FoundVersion[];
  readonly unreadCount: number;
  readonly unknown: readonly string[];
}

function selectAll(asked: readonly SearchedVersion[]): Selection {
  return { matching: asked.map((version) => ({ version, details: undefined })), unreadCount: 0, unknown: [] };
}

/** In the order that is asked for, where tags give it: then it ends with the last version that is shown. */
async function readMatching(step: RegisterStep, asked: readonly SearchedVersion[]): Promise<Selection> {
  const { filter, orderBy, limit } = queryOf(step);
  const isOrdered = isOrderOfTags(orderBy);
  const orders = isOrdered ? orderBy : [];
  const sorted = sortFound(
    asked.map((version) => ({ version, details: undefined })),
    orders,
  ).map(({ version }) => version);
  const matching: FoundVersion[] = [];
  const unknown: string[] = [];
  let readCount = 0;
  while (readCount < Math.min(sorted.length, MAX_REGISTRATIONS)) {
    if (isOrdered && matching.length >= limit) break;
    const some = sorted.slice(readCount, readCount + READ_AT_ONCE);
    const read = await readDetails(step, some);
    matching.push(
      ...read.found.filter(({ version, details }) =>
        filter.every((clause) => matchesClause(clause, version, details)),
      ),
    );
    unknown.push(...read.unknown);
    readCount += some.length;
  }
  return { matching, unreadCount: sorted.length - readCount, unknown };
}

interface ReadVersions {
  readonly found: readonly FoundVersion[];
  readonly unknown: readonly string[];
}

/** Of those that are shown, for the table. */
async function withDetails(step: RegisterStep, shown: readonly FoundVersion[]): Promise<ReadVersions> {
  if (!isAnsweredByTags(step)) return { found: shown, unknown: [] };
  return await readDetails(
    step,
    shown.map(({ version }) => version),
  );
}

async function readDetails(
  { ports }: RegisterStep,
  versions: readonly SearchedVersion[],
): Promise<ReadVersions> {
  const paths = versions.flatMap(({ ledgerPath }) => ledgerPath ?? []);
  const events = await ports.ledgerEvents.readAll(paths);
  const found = versions.map((version): FoundVersion => {
    const event = events.get(version.ledgerPath ?? '');
    const isRegistration = event !== undefined && isKnownEvent(event) && event.event === 'registered';
    return { version, details: isRegistration ? detailsOf(version, event) : undefined };
  });
  return {
    found,
    unknown: found.flatMap(({ version, details }) => (details === undefined ? [version.tag] : [])),
  };
}

/** What the ledger says of another one than that of the tag counts nothing. */
function detailsOf(
  version: SearchedVersion,
  event: Parameters<typeof readVersionDetails>[1],
): VersionDetails | undefined {
  try {
    return readVersionDetails(version, event);
  } catch (error) {
    if (error instanceof ConflictError) return undefined;
    throw error;
  }
}
