/** GitHub's `simple-user`. */
import type { World } from '../state/world.ts';
import { type Json, nodeId } from './links.ts';

export function viewAccount(world: World, login: string): Json {
  const account = world.accounts.get(login);
  const { api, server } = world.urls;
  const name = encodeURIComponent(account.login);
  const url = `${api}/users/${name}`;
  const page = account.type === 'Bot' ? `apps/${account.login.replace('[bot]', '')}` : name;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('User', account.id),
    avatar_url: `${server}/avatars/u/${account.id}`,
    gravatar_id: '',
    url,
    html_url: `${server}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

export function viewMaybeAccount(world: World, login: string | null): Json | null {
  return login === null ? null : viewAccount(world, login);
}
