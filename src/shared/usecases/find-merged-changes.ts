/**
 * What was merged since the version that is replaced and decides how the model is evaluated, without an approval by somebody
 * else in the pull request that brought it (docs/trust.md#what-was-merged-since). One request where nothing of the kind was.
 */
import type { ModelConfig } from '../domain/config/config.ts';
import type { GateName } from '../domain/documents/evaluation.ts';
import { hasWriteAccess, type CommitComparison } from '../domain/kernel/platform.ts';
import { listRowMakers, type OtherRows } from '../domain/supply-chain/held-out-rows.ts';
import {
  isKeyChange,
  isTable,
  keysThatDecide,
  type ChangeOrigin,
  type MergedChange,
  type MergedChanges,
} from '../domain/supply-chain/merged-changes.ts';
import { WORKFLOW_FOLDER } from '../domain/kernel/names.ts';
import { namedFiles } from '../domain/supply-chain/protected-files.ts';
import { isPerson } from '../domain/supply-chain/approvals.ts';
import { compareWithBase, type BaseConfig } from '../domain/supply-chain/protection.ts';
import type { ReadsOfRuns } from '../domain/supply-chain/reads-of-runs.ts';
import { findNewEffects } from '../domain/supply-chain/side-effects.ts';
import { withReads } from '../domain/supply-chain/read-changes.ts';
import type { Contents, Repositories } from '../ports/github.ts';
import type { Checkout } from '../ports/workspace.ts';
import { followLinks } from './follow-links.ts';
import { pushersOf } from './find-pushers.ts';
import { configPathOf } from './load-config.ts';
import { createOrigins, type Origin, type Origins, type OriginPorts } from './merged-origins.ts';
import { findFilesToReview, readBaseConfig, type BaseRequest } from './read-protection.ts';

export interface MergedChangesPorts extends OriginPorts {
  readonly checkout: Pick<Checkout, 'committed' | 'head' | 'linksAmong'>;
  readonly contents: Contents;
  readonly repositories: Pick<Repositories, 'commit'>;
}

export interface MergedChangesRequest extends BaseRequest {
  /** The version that is replaced: its tag, and the commit of its code. `commit` is the newest one that counts. */
  readonly since: { readonly tag: string; readonly commit: string };
  /** The branch into which everything was merged. */
  readonly branch: string;
  readonly gate: GateName;
  /** The input `labels`. */
  readonly labels: string | undefined;
  /** Paths of the workflows that made the evidence. */
  readonly workflows: readonly string[];
  /** `owner/name`. */
  readonly repository: string;
  /** What `commit` has for the model. */
  readonly base: BaseConfig;
  /** Of the pull request; undefined for a retraining. */
  readonly author: string | undefined;
  /** Rows of the evaluation that are not those of the version, where git does not have them. */
  readonly otherRows: OtherRows | undefined;
  readonly reads: ReadsOfRuns;
  /** Files that came after the evaluation, beside those that the scoring read. */
  readonly late?: readonly string[] | undefined;
}

/** @returns undefined where nothing that decides was merged. */
export async function findMergedChanges(
  ports: MergedChangesPorts,
  request: MergedChangesRequest,
): Promise<MergedChanges | undefined> {
  const { since, commit } = request;
  if (since.commit === commit) return undefined;
  const compared = await compareOnBranch(ports, request);
  if (compared?.commits.length === 0) return undefined;
  const { found, isWhole } =
    compared === undefined ? { found: [], isWhole: false } : await findChanges(ports, request, compared);
  if (found.length === 0 && isWhole) return undefined;
  const origins = createOrigins(ports, {
    ...{ branch: request.branch, newest: commit, since: compared?.commits ?? [] },
  });
  const changes: MergedChange[] = [];
  const approved: MergedChange[] = [];
  const unapproved: Origin[] = [];
  for (const change of found) {
    const { all, open } = await findOrigins({ ports, request, origins }, change);
    if (all.length > 0 && open.length === 0) {
      approved.push({ change, origins: all.map(describeOrigin), isAsked: false });
      continue;
    }
    unapproved.push(...open);
    const isAsked = isKeyChange(change) || !isTable(change) || !(await areOfBots(ports, request, open));
    changes.push({ change, origins: open.map(describeOrigin), isAsked });
  }
  const named = { since: since.tag, changes, approved, isWhole };
  if (changes.length === 0 && isWhole) return { ...named, hasOthers: false, authors: [] };
  return {
    ...named,
    hasOthers: await hasOthers(ports, request, unapproved),
    authors: await authorsOf(request, origins, unapproved),
  };
}

/**
 * @returns undefined where the branch does not have the commit of the version any more: then it may lack what was approved there, such as a
 * stricter gate, and a comparison lists only what was added.
 */
async function compareOnBranch(
  { contents }: Pick<MergedChangesPorts, 'contents'>,
  { since, commit, branch }: MergedChangesRequest,
): Promise<CommitComparison | undefined> {
  const compared = await contents.compare(since.commit, commit);
  if (compared === undefined || compared.lacking === 0) return compared;
  // What is registered late replaced an older commit than the version has.
  const newest = await contents.compare(since.commit, `refs/heads/${branch}`);
  return newest?.lacking === 0 ? compared : undefined;
}

/** Each costs requests. */
const MAX_MAKERS = 20;

interface Search {
  readonly ports: MergedChangesPorts;
  readonly request: MergedChangesRequest;
  readonly origins: Origins;
}

function describeOrigin({ commits, pull }: Origin): ChangeOrigin {
  return { commit: commits.at(-1)?.sha ?? '', pull: pull?.number };
}

type Change = MergedChange['change'];

async function findChanges(
  ports: MergedChangesPorts,
  request: MergedChangesRequest,
  compared: CommitComparison,
): Promise<{ readonly found: readonly Change[]; readonly isWhole: boolean }> {
  const { since, commit, configPath, gate, labels, workflows, repository, model, base } = request;
  const { paths: listed, isComplete } = compared.changedFiles;
  const isSame = isComplete && !listed.includes(configPathOf(configPath));
  const then = isSame ? base : await readBaseConfig(ports, { ...request, commit: since.commit });
  const keys =
    base.kind === 'configured' ? keysThatDecide(compareWithBase(then, base.config), gate, base.config) : [];
  const sides = [then, base].flatMap((side) => (side.kind === 'configured' ? [side.config] : []));
  const configs = [...sides, model.config];
  const others = isComplete ? [] : await findUnlisted(ports, request, { configs, compared });
  const changed = { before: since.commit, after: commit, paths: [...new Set([...listed, ...others])] };
  const found = await findFilesToReview(ports, changed, {
    ...{ configs, labels, workflows, repository, isCheckedOut: false, configPath },
  });
  const reviewed = withReads(found, request.reads);
  const { files, rowMakers } = reviewed;
  const makers = listRowMakers(rowMakers, request.otherRows).filter(
    ({ path }) => !files.some((file) => file.path === path),
  );
  const isWhole = reviewed.isWhole && makers.length <= MAX_MAKERS;
  // Of a pull request they are asked about as its own; a retraining has none.
  const late = (request.late ?? []).map((path) => ({ kind: 'late', path }) as const);
  const effects = request.author === undefined ? findNewEffects(request.reads) : [];
  return { found: [...keys, ...files, ...makers.slice(0, MAX_MAKERS), ...effects, ...late], isWhole };
}

/** Beyond the end of the platform's list: each file is asked about that can be named. */
async function findUnlisted(
  { contents, checkout }: MergedChangesPorts,
  { since, commit, labels }: MergedChangesRequest,
  { configs, compared }: { readonly configs: readonly ModelConfig[]; readonly compared: CommitComparison },
): Promise<readonly string[]> {
  const named = namedFiles(configs, labels);
  const linked = await followLinks(checkout, named);
  const folders = [since.commit, commit].map((ref) => contents.filesIn(WORKFLOW_FOLDER, ref));
  const tables = [...named, ...linked].map(({ path }) => path);
  const files = [...tables, ...tables.map((path) => `${path}.dvc`), ...DVC_FILES];
  const unlisted: string[] = [];
  for (const path of new Set([...files, ...(await Promise.all(folders)).flat()])) {
    const touching = await contents.changesOf(path, commit);
    if (touching.some(({ sha }) => compared.commits.includes(sha))) unlisted.push(path);
  }
  return unlisted;
}

/** In the root of a repository, where DVC has them as a rule. */
const DVC_FILES = ['dvc.lock', 'dvc.yaml', '.dvc/config', '.dvcignore'] as const;

interface OriginsOfChange {
  readonly all: readonly Origin[];
  /** Those that no one else approved. */
  readonly open: readonly Origin[];
}

async function findOrigins({ ports, request, origins }: Search, change: Change): Promise<OriginsOfChange> {
  const isKey = isKeyChange(change);
  const all = await origins.ofPath(isKey ? configPathOf(request.configPath) : change.path);
  const own: Origin[] = [];
  for (const origin of all)
    if (!isKey || (await changesKey({ ports, request }, origin, change.key))) own.push(origin);
  const open: Origin[] = [];
  const found = own.length === 0 ? all : own;
  for (const origin of found) if ((await origins.approvalsOf(origin)) === 0) open.push(origin);
  return { all: found, open };
}

/** Models share a configuration: who changed the file need not have changed this key. */
async function changesKey(
  { ports, request }: Pick<Search, 'ports' | 'request'>,
  origin: Origin,
  key: string,
): Promise<boolean> {
  const ends = await endsOf(ports, origin);
  if (ends === undefined) return true;
  const after = await readBaseConfig(ports, { ...request, commit: ends.after });
  for (const commit of ends.before) {
    const before = await readBaseConfig(ports, { ...request, commit });
    if (before.kind !== 'configured' || after.kind !== 'configured') return true;
    if (!compareWithBase(before, after.config).some((changed) => changed.key === key)) return false;
  }
  return true;
}

/** Of the default branch; where several commits are before it, the change is in none of them. */
interface Ends {
  readonly before: readonly string[];
  readonly after: string;
}

/**
 * The default branch before and after an origin. A merge has the branch as its first parent, unless a person made it the other way round:
 * then its commits do not lie between the two.
 */
async function endsOf(
  { contents, repositories }: MergedChangesPorts,
  { pull, commits }: Origin,
): Promise<Ends | undefined> {
  const [first, last] = [commits[0], commits.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  if (pull === undefined) return { before: first.parents, after: last.sha };
  const merge = pull.mergeCommit === undefined ? undefined : await repositories.commit(pull.mergeCommit);
  const isMerge = merge !== undefined && merge.parents.length > 1;
  const before = (isMerge ? merge : first).parents[0];
  if (before === undefined) return undefined;
  const after = isMerge ? merge.sha : last.sha;
  const between = await contents.compare(before, after);
  const isWhole = commits.every(({ sha }) => between?.commits.includes(sha) === true);
  return isWhole ? { before: [before], after } : undefined;
}

/** The newest rows, which a scheduled job pushes: every push of them is one of a bot. */
async function areOfBots(
  { people }: MergedChangesPorts,
  { branch }: MergedChangesRequest,
  origins: readonly Origin[],
): Promise<boolean> {
  for (const { pull, commits } of origins)
    for (const { sha } of commits) {
      const pushers = pull === undefined ? await pushersOf(people, branch, sha) : undefined;
      if (pushers === undefined || pushers.some(isPerson)) return false;
    }
  return origins.length > 0;
}

/**
 * Whether another person than the author may write; of a retraining, more than one. Where the platform does not list them,
 * those are asked about who proposed or merged something.
 */
async function hasOthers(
  { people }: MergedChangesPorts,
  { base, author }: MergedChangesRequest,
  unapproved: readonly Origin[],
): Promise<boolean> {
  if (base.kind === 'configured' && base.config.approvals > 0) return true;
  const least = author === undefined ? 2 : 1;
  const writers = await people.writers();
  if (writers !== undefined) return writers.filter((login) => login !== author).length >= least;
  const seen = unapproved.flatMap(({ pull }) => (pull === undefined ? [] : [pull.author, pull.mergedBy]));
  const others = [...new Set(seen)].filter(
    (login) => login !== undefined && login !== author && isPerson(login),
  );
  const permissions = await Promise.all(others.map((login) => people.permission(login ?? '')));
  return permissions.filter(hasWriteAccess).length >= least;
}

async function authorsOf(
  { author }: MergedChangesRequest,
  origins: Origins,
  unapproved: readonly Origin[],
): Promise<readonly string[] | undefined> {
  if (author !== undefined) return undefined;
  const makers: string[] = [];
  for (const origin of unapproved) {
    const found = await origins.makersOf(origin);
    if (found === undefined) return undefined;
    makers.push(...found);
  }
  return [...new Set(makers)];
}
