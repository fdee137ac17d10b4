/** Names of commits as GitHub's routes take them: a branch, a tag, or an object name, also shortened. */
import { tryGit } from '../git/command.ts';
import { type Commit, readCommit } from '../git/objects.ts';
import type { Repository } from '../state/repository.ts';

export async function resolveCommit(repository: Repository, name: string): Promise<Commit | undefined> {
  const { git } = repository;
  if (/^[0-9a-f]{40}$/.test(name)) return readCommit(git, name);
  const spellings = name.startsWith('refs/')
    ? [name]
    : [`refs/tags/${name}`, `refs/heads/${name}`, `refs/${name}`];
  for (const spelling of spellings) {
    const commit = await readCommit(git, spelling);
    if (commit !== undefined) return commit;
  }
  if (!/^[0-9a-f]{4,39}$/.test(name)) return undefined;
  const found = await tryGit(git.path, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  return found.code === 0 ? readCommit(git, found.stdout.toString().trim()) : undefined;
}
