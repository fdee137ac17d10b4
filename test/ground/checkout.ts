/** What actions/checkout leaves of a repository of the box, without a server in between. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { StartedJob } from '../github-box/human/runs.ts';
import type { Repository } from '../github-box/state/repository.ts';
import { writeFiles } from './evidence.ts';

/** The commit that the run sees, in the job's workspace. */
export async function checkOut(
  repository: Repository,
  { workspace, environment }: StartedJob,
): Promise<void> {
  // Shared objects: a test merge is in no branch, and nothing has to be copied.
  if (!existsSync(join(workspace, '.git'))) {
    await writeFiles(join(workspace, '.git'), {
      HEAD: 'ref: refs/heads/main\n',
      config: '[core]\n\trepositoryformatversion = 0\n\tbare = false\n[gc]\n\tauto = 0\n',
      'objects/info/alternates': `${join(repository.git.path, 'objects')}\n`,
    });
    await mkdir(join(workspace, '.git', 'refs'));
  }
  const args = ['-C', workspace, 'checkout', '--quiet', '--detach', environment.GITHUB_SHA!];
  await promisify(execFile)('git', args);
}

/** What lies in a folder as the one commit of a repository, for tests whose checkout is of no branch of the box. */
export async function commitFolder(folder: string): Promise<void> {
  const git = (...args: readonly string[]) => promisify(execFile)('git', ['-C', folder, ...args]);
  await git('init', '--quiet');
  await git('add', '--all');
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  await git(...author, 'commit', '--quiet', '--allow-empty', '--message', 'Checked out');
}
