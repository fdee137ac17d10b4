/**
 * What a workflow takes of its own repository at another ref than the commit of its run: `uses: acme/churn/.github/actions/score@v2`.
 * Whoever may write moves a branch or a tag without a review, and what ran may be gone afterwards (docs/trust.md#code-at-another-ref).
 */
import type { ReferencedWorkflow, WorkflowRun } from '../kernel/platform.ts';
import { usesOfText } from './workflow-text.ts';
import { isRefOfBranch, isWholeCommit } from './ref-values.ts';

/** A part of the repository, as `uses` names it. */
export interface OwnUse {
  /** As it is written. */
  readonly uses: string;
  /** From the root of the repository, which is "". */
  readonly path: string;
  readonly ref: string;
}

const USE = /^([\w.-]+\/[\w.-]+)((?:\/[^@]*)?)@(.+)$/s;

/** @param repository `owner/name`, in any case, as the platform reads it. @returns undefined for what is of another one, or a path. */
export function parseOwnUse(uses: string, repository: string): OwnUse | undefined {
  const [, name, , ref = ''] = USE.exec(uses.trim()) ?? [];
  if (name?.toLowerCase() !== repository.toLowerCase()) return undefined;
  return { uses: uses.trim(), path: pathInUse(uses.trim()), ref };
}

/** @returns the path that a use names with its repository and a ref. */
export function pathInUse(uses: string): string {
  const [, , path = ''] = USE.exec(uses) ?? [];
  return path.replace(/^\/+|\/+$/g, '');
}

/** @param texts of workflows and actions. @returns each once: those whose line does not say the commit. */
export function movableUsesIn(texts: readonly string[], repository: string): readonly OwnUse[] {
  const found = texts.flatMap(usesOfText).flatMap((uses) => parseOwnUse(uses, repository) ?? []);
  return [...new Map(found.map((use) => [use.uses, use])).values()].filter(({ ref }) => !isWholeCommit(ref));
}

export interface RefsOfRun {
  /** `owner/name`. */
  readonly repository: string;
  readonly defaultBranch: string;
  /** The pull request of the run. */
  readonly pull: number | undefined;
}

/**
 * Workflows of the repository that a run called, by what the platform says of it, and that are of no commit that was reviewed: neither
 * that of the run, nor one that the line itself names, nor of the default branch.
 */
export function findMovedWorkflows(
  run: Pick<WorkflowRun, 'headSha' | 'referencedWorkflows'>,
  { repository, defaultBranch, pull }: RefsOfRun,
): readonly string[] {
  const isReviewed = ({ path, sha, ref }: ReferencedWorkflow): boolean => {
    if (sha === run.headSha) return true;
    const named = parseOwnUse(path, repository)?.ref;
    const names = [ref, named].filter((one) => one !== undefined);
    const moving = names.filter((one) => one.toLowerCase() !== sha);
    return names.length > 0 && moving.every((one) => isOfRun(one, { defaultBranch, pull }, ref));
  };
  const ofRepository = (run.referencedWorkflows ?? []).filter(({ path }) =>
    path.toLowerCase().startsWith(`${repository.toLowerCase()}/`),
  );
  return ofRepository.filter((one) => !isReviewed(one)).map(nameOf);
}

/** The merge of a pull request is made by the platform, under a ref that no push can write. */
function isOfRun(
  one: string,
  { defaultBranch, pull }: Pick<RefsOfRun, 'defaultBranch' | 'pull'>,
  ref: string | undefined,
): boolean {
  const isOfPull = pull !== undefined && [`refs/pull/${pull}/merge`, `refs/pull/${pull}/head`].includes(one);
  // The short name alone may be that of a tag; where the platform says the whole one, that decides.
  return isOfPull || isRefOfBranch(one, defaultBranch, ref !== `refs/heads/${defaultBranch}`);
}

function nameOf({ path, ref, sha }: ReferencedWorkflow): string {
  return path.includes('@') ? path : `${path}@${ref ?? sha}`;
}
