/** A file, folder, link or submodule as the contents API shows it, without its content. */
import type { TreeEntry } from '../git/tree.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { encodePath, type Json } from '../view/links.ts';
import { repositoryPage, repositoryUrl } from '../view/repository.ts';

const kindOfMode: Readonly<Record<string, string>> = {
  '040000': 'dir',
  '120000': 'symlink',
  '160000': 'submodule',
};

/** @param entry its path is the whole path in the repository. */
export function viewContentEntry(
  world: World,
  repository: Repository,
  { entry, ref }: { readonly entry: TreeEntry; readonly ref: string },
): Json {
  const path = encodePath(entry.path);
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  const self = `${url}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const git = `${url}/git/${entry.type}s/${entry.sha}`;
  const html = `${page}/${entry.type === 'tree' ? 'tree' : 'blob'}/${encodePath(ref)}/${path}`;
  return {
    name: entry.path.split('/').at(-1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url: self,
    html_url: html,
    git_url: git,
    download_url: entry.type === 'blob' ? `${page}/raw/${encodePath(ref)}/${path}` : null,
    type: kindOfMode[entry.mode] ?? 'file',
    _links: { self, git, html },
  };
}
