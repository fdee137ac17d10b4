/** What actions/checkout leaves of a repository of the box, without a server in between. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openGitDirectory } from '../github-box/git/git-directory.ts';
import { writeCommit } from '../github-box/git/objects.ts';
import { writeTree } from '../github-box/git/tree.ts';
import type { StartedJob } from '../github-box/human/runs.ts';
import type { Repository } from '../github-box/state/repository.ts';
import { writeGitFolder, writeIndex, writeWorkingTree, type TrackedFile } from './working-tree.ts';

/** The commit that the run sees, in the job's workspace. */
export async function checkOut(
  repository: Repository,
  { workspace, environment }: StartedJob,
): Promise<void> {
  const commit = environment.GITHUB_SHA!;
  // Shared objects: a test merge is in no branch, and nothing has to be copied.
  await mkdir(workspace, { recursive: true });
  await writeGitFolder(workspace, join(repository.git.path, 'objects'));
  const head = await readFile(join(workspace, '.git', 'HEAD'), 'utf8');
  // A later step of the same job: git, too, leaves what the steps before it changed.
  if (head.trim() === commit) return;
  if (await writeWorkingTree(repository.git, workspace, commit)) return;
  await promisify(execFile)('git', ['-C', workspace, 'checkout', '--quiet', '--detach', commit]);
}

/** What lies in a folder as the one commit of a repository, for tests whose checkout is of no branch of the box. */
export async function commitFolder(folder: string): Promise<void> {
  await writeGitFolder(folder);
  const git = openGitDirectory(join(folder, '.git'));
  const files: TrackedFile[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    if (!entry.isFile() || path.startsWith('.git/')) continue;
    if (entry.name === '.gitignore') throw new RangeError(`${path}: expected a folder that ignores no file`);
    files.push({ path, mode: '100644', sha: git.objects.write('blob', await readFile(join(folder, path))) });
  }
  const tree = await writeTree(git, undefined, files);
  const author = { name: 'Ada', email: 'ada@example.com', date: new Date().toISOString() };
  const commit = await writeCommit(git, {
    ...{ tree, parents: [], author, committer: author, message: 'Checked out\n' },
  });
  await writeFile(join(folder, '.git', 'HEAD'), `${commit}\n`);
  await writeIndex(folder, files);
}
