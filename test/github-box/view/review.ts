/** GitHub's `pull-request-review`. */
import type { ReviewRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { viewAccount } from './account.ts';
import { associationOf } from './issue.ts';
import { type Json, nodeId } from './links.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

export function viewReview(world: World, repository: Repository, review: ReviewRecord): Json {
  const page = `${repositoryPage(world, repository)}/pull/${review.pull}#pullrequestreview-${review.id}`;
  const url = `${repositoryUrl(world, repository)}/pulls/${review.pull}`;
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: viewAccount(world, review.user),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: url,
    author_association: associationOf(repository, review.user),
    _links: { html: { href: page }, pull_request: { href: url } },
    submitted_at: review.submittedAt,
    commit_id: review.commit,
  };
}
