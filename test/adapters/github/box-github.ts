/** A repository in the box and every GitHub port onto it, on a virtual clock. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitHub, type GitHub } from '../../../src/shared/adapters/github/create-github.ts';
import { startBox, type Box } from '../../github-box/box.ts';
import type { Repository } from '../../github-box/state/repository.ts';
import { silentLog } from './test-client.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';
import { COLLABORATORS } from '../../ground/release-manager.ts';

export const REPOSITORY = 'acme/models';

const EVERYTHING = {
  actions: 'write',
  contents: 'write',
  deployments: 'write',
  issues: 'write',
  'pull-requests': 'write',
  statuses: 'write',
} as const;

export interface BoxGitHub extends AsyncDisposable {
  readonly box: Box;
  readonly repository: Repository;
  /** The tip of the default branch. */
  readonly sha: string;
  /** The ports of a workflow's token that may do everything. */
  readonly github: GitHub;
  readonly clock: VirtualClock;
  /** A folder of its own, removed at the end. */
  readonly folder: string;
  /** The ports of another token. */
  as(token: string): GitHub;
  tokenWith(permissions: Readonly<Record<string, 'read' | 'write'>>): string;
}

export async function startBoxGitHub(
  settings: { readonly immutableReleases?: boolean; readonly private?: boolean } = {},
): Promise<BoxGitHub> {
  const box = await startBox({ start: '2026-11-01T00:00:00Z' });
  const repository = await box.createRepository({
    ...{ owner: 'acme', name: 'models', collaborators: COLLABORATORS },
    ...settings,
  });
  const { sha } = await box.pushFiles({ repository: REPOSITORY, files: { 'README.md': '# Models\n' } });
  const folder = await mkdtemp(join(tmpdir(), 'box-github-'));
  const clock = createVirtualClock();
  const tokenWith: BoxGitHub['tokenWith'] = (permissions) =>
    box.issueToken({ repository: REPOSITORY, permissions });
  const as = (token: string): GitHub =>
    createGitHub({
      apiUrl: box.apiUrl,
      graphqlUrl: box.graphqlUrl,
      token,
      repository: { owner: 'acme', name: 'models' },
      clock,
      log: silentLog,
      tempDir: folder,
      random: () => 0.5,
    });
  return {
    box,
    repository,
    sha,
    folder,
    clock,
    github: as(tokenWith(EVERYTHING)),
    as,
    tokenWith,
    [Symbol.asyncDispose]: async () => {
      await rm(folder, { recursive: true, force: true });
      await box.close();
    },
  };
}
