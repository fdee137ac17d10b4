/** What is asked about the scripts of a repository: one state of it, which is checked out and which GitHub has. */
import type { CommitComparison } from '../../src/shared/domain/kernel/platform.ts';
import type { ReachPorts } from '../../src/shared/usecases/find-reached-files.ts';
import { createMemoryFiles } from './memory-files.ts';

export interface ReachGround {
  /** What GitHub has at the other commit, where that is another state. */
  readonly before?: Readonly<Record<string, string>>;
  /** Gets each path that is asked of GitHub. */
  readonly asked?: (path: string) => void;
}

export function createReachPorts(
  files: Readonly<Record<string, string>>,
  { before = files, asked = () => undefined }: ReachGround = {},
): ReachPorts {
  const paths = [...new Set([...Object.keys(files), ...Object.keys(before)])];
  const compared: CommitComparison = {
    ...{ commits: [], lacking: 0 },
    changedFiles: { paths: paths.filter((path) => files[path] !== before[path]), isComplete: true },
  };
  return {
    contents: {
      compare: () => Promise.resolve(compared),
      fileAt: async (path) => {
        asked(path);
        return Promise.resolve(before[path]);
      },
    },
    checkout: {
      committed: () => Promise.resolve(createMemoryFiles(files)),
      head: () => Promise.resolve({ commit: 'head', tree: 'tree', clean: true }),
    },
  };
}
