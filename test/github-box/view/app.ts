/** GitHub's `integration`: the App whose installation wrote something. What a person wrote has none. */
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { viewAccount } from './account.ts';
import { type Json, nodeId } from './links.ts';

/** Real numbers of GitHub's own Apps. */
const wellKnownIds: Readonly<Record<string, number>> = { 'github-actions': 15368, dependabot: 29110 };
const MADE_AT = '2018-07-30T09:30:17Z';

export function viewApp(world: World, repository: Repository, login: string): Json | null {
  const account = world.accounts.get(login);
  if (account.type !== 'Bot') return null;
  const slug = login.replace('[bot]', '');
  const id = wellKnownIds[slug] ?? account.id;
  const page = `${world.urls.server}/apps/${slug}`;
  return {
    id,
    slug,
    node_id: nodeId('Integration', id),
    owner: viewAccount(world, repository.owner.login),
    name: slug,
    description: null,
    external_url: page,
    html_url: page,
    created_at: MADE_AT,
    updated_at: MADE_AT,
    permissions: {},
    events: [],
  };
}
