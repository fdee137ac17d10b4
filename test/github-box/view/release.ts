/** GitHub's `release` and `release-asset`. */
import type { AssetRecord, ReleaseRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { viewAccount } from './account.ts';
import { encodePath, type Json, nodeId } from './links.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

export function viewRelease(world: World, repository: Repository, release: ReleaseRecord): Json {
  const url = `${repositoryUrl(world, repository)}/releases/${release.id}`;
  const tag = encodePath(release.tagName);
  const uploads = `${world.urls.uploads}/repos/${repository.fullName}/releases/${release.id}/assets`;
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${uploads}{?name,label}`,
    html_url: `${repositoryPage(world, repository)}/releases/tag/${pageTag(release)}`,
    id: release.id,
    author: viewAccount(world, release.author),
    node_id: nodeId('Release', release.id),
    tag_name: release.tagName,
    target_commitish: release.targetCommitish,
    name: release.name,
    draft: release.draft,
    immutable: release.immutable,
    prerelease: release.prerelease,
    created_at: release.createdAt,
    updated_at: release.updatedAt,
    published_at: release.publishedAt,
    assets: release.assets.map((asset) => viewAsset(world, repository, { release, asset })),
    tarball_url: release.draft ? null : `${repositoryUrl(world, repository)}/tarball/${tag}`,
    zipball_url: release.draft ? null : `${repositoryUrl(world, repository)}/zipball/${tag}`,
    body: release.body,
  };
}

export function viewAsset(
  world: World,
  repository: Repository,
  { release, asset }: { readonly release: ReleaseRecord; readonly asset: AssetRecord },
): Json {
  const page = `${repositoryPage(world, repository)}/releases/download`;
  return {
    url: `${repositoryUrl(world, repository)}/releases/assets/${asset.id}`,
    id: asset.id,
    node_id: nodeId('ReleaseAsset', asset.id),
    name: asset.name,
    label: asset.label,
    uploader: viewAccount(world, asset.uploader),
    content_type: asset.contentType,
    state: asset.state,
    size: asset.bytes.length,
    digest: asset.digest,
    download_count: asset.downloads,
    created_at: asset.createdAt,
    updated_at: asset.createdAt,
    browser_download_url: `${page}/${pageTag(release)}/${encodeURIComponent(asset.name)}`,
  };
}

/** A draft has no tag yet, whatever its `tag_name` says. */
function pageTag(release: ReleaseRecord): string {
  return release.draft
    ? `untagged-${release.id.toString(16).padStart(20, '0')}`
    : encodePath(release.tagName);
}
