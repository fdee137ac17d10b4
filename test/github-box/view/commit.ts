/** GitHub's `git-commit` (plain git data) and `commit` (with the people behind it). */
import type { FileChange } from '../git/history.ts';
import type { Commit } from '../git/objects.ts';
import { emailOf } from '../state/accounts.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { viewAccount } from './account.ts';
import { encodePath, type Json, nodeId } from './links.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

export const UNSIGNED = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
} as const;

export function viewGitCommit(world: World, repository: Repository, commit: Commit): Json {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: viewVerification(repository, commit),
  };
}

/** Of the signature that the platform puts under a commit of its own. */
function viewVerification({ signedCommits }: Repository, { sha }: Commit): Json {
  return signedCommits.has(sha) ? { ...UNSIGNED, verified: true, reason: 'valid' } : UNSIGNED;
}

export function viewCommit(world: World, repository: Repository, commit: Commit): Json {
  const url = `${repositoryUrl(world, repository)}/commits/${commit.sha}`;
  const page = repositoryPage(world, repository);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${repositoryUrl(world, repository)}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${repositoryUrl(world, repository)}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: viewVerification(repository, commit),
    },
    author: viewPerson(world, commit.author.email),
    committer: viewPerson(world, commit.committer.email),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${repositoryUrl(world, repository)}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

/** The account whose no-reply address signed the commit. */
function viewPerson(world: World, email: string): Json | null {
  const login = /^\d+\+(.+)@users\.noreply\.github\.com$/.exec(email)?.[1];
  const account = login === undefined ? undefined : world.accounts.find(login);
  return account !== undefined && emailOf(account) === email ? viewAccount(world, account.login) : null;
}

export function viewFileChange(
  world: World,
  repository: Repository,
  { sha, change }: { readonly sha: string; readonly change: FileChange },
): Json {
  const path = encodePath(change.path);
  return {
    sha: /^0+$/.test(change.sha) ? null : change.sha,
    filename: change.path,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${repositoryPage(world, repository)}/blob/${sha}/${path}`,
    raw_url: `${repositoryPage(world, repository)}/raw/${sha}/${path}`,
    contents_url: `${repositoryUrl(world, repository)}/contents/${path}?ref=${sha}`,
    ...(change.patch === '' ? {} : { patch: change.patch }),
    ...(change.previousPath === undefined ? {} : { previous_filename: change.previousPath }),
  };
}
