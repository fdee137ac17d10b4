/** GitHub's `minimal-repository`, `repository` and `full-repository`: each holds the one before. */
import { isoDate } from '../clock.ts';
import { canWrite, type Repository, roleOf } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { viewAccount } from './account.ts';
import { type Json, nodeId } from './links.ts';

/** Field → what follows the repository's address. */
const links: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

export function repositoryUrl(world: World, repository: Repository): string {
  return `${world.urls.api}/repos/${repository.fullName}`;
}

export function repositoryPage(world: World, repository: Repository): string {
  return `${world.urls.server}/${repository.fullName}`;
}

export function viewMinimalRepository(world: World, repository: Repository): Json {
  const url = repositoryUrl(world, repository);
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: repository.fullName,
    private: repository.private,
    owner: viewAccount(world, repository.owner.login),
    html_url: repositoryPage(world, repository),
    description: repository.description,
    fork: repository.parent !== undefined,
    url,
    ...Object.fromEntries(Object.entries(links).map(([field, rest]) => [field, `${url}${rest}`])),
  };
}

export function viewRepository(world: World, repository: Repository): Json {
  const page = repositoryPage(world, repository);
  const openIssues = repository.issues.filter(({ state }) => state === 'open').length;
  return {
    ...viewMinimalRepository(world, repository),
    created_at: isoDate(repository.createdAt),
    updated_at: isoDate(repository.pushedAt),
    pushed_at: isoDate(repository.pushedAt),
    git_url: `git:${page.replace(/^https?:/, '')}.git`,
    ssh_url: `git@${new URL(page).hostname}:${repository.fullName}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    forks_count: 0,
    open_issues_count: openIssues,
    forks: 0,
    watchers: 0,
    open_issues: openIssues,
    license: null,
    default_branch: repository.defaultBranch,
    topics: [],
    has_issues: repository.hasIssues,
    has_projects: true,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: false,
    disabled: false,
    visibility: repository.private ? 'private' : 'public',
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
  };
}

export function viewFullRepository(world: World, repository: Repository, login: string): Json {
  const role = roleOf(repository, login);
  const { parent } = repository;
  return {
    ...viewRepository(world, repository),
    permissions: {
      admin: role === 'admin',
      maintain: role === 'admin' || role === 'maintain',
      push: canWrite(role),
      triage: canWrite(role) || role === 'triage',
      pull: true,
    },
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    network_count: 0,
    subscribers_count: 0,
    ...(parent === undefined
      ? {}
      : { parent: viewRepository(world, parent), source: viewRepository(world, parent) }),
  };
}
