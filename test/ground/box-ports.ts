/** What a step of the box works with: its token's ports, the box's time, and a log that remembers. */
import { tmpdir } from 'node:os';
import { createGitHub, type GitHub } from '../../src/shared/adapters/github/create-github.ts';
import type { Clock, Log } from '../../src/shared/ports/runner.ts';
import type { Box } from '../github-box/box.ts';

export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

export interface Connection {
  /** `owner/name`. */
  readonly repository: string;
  readonly permissions: Permissions;
  /** Slug of the App whose installation the token is of; a workflow's own token by default. */
  readonly app?: string | undefined;
  readonly log: Log;
}

export function connect(box: Box, { repository, permissions, app, log }: Connection): GitHub {
  const [owner = '', name = ''] = repository.split('/');
  return createGitHub({
    apiUrl: box.apiUrl,
    graphqlUrl: box.graphqlUrl,
    token: box.issueToken({ repository, permissions, ...(app === undefined ? {} : { app }) }),
    repository: { owner, name },
    clock: clockOf(box),
    log,
    tempDir: tmpdir(),
    random: () => 0.5,
  });
}

/** Time passes in the box alone: no test waits. */
export function clockOf({ clock }: Box): Clock {
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.now().getTime(),
    sleep: async (ms) => {
      clock.advance(ms);
    },
  };
}

export interface Recorded {
  readonly notices: string[];
  readonly warnings: string[];
}

export function recordInto({ notices, warnings }: Recorded): Log {
  const ignore = (): void => undefined;
  return {
    info: ignore,
    debug: ignore,
    notice: (message) => void notices.push(message),
    warning: (message) => void warnings.push(message),
    group: (_title, work) => work(),
  };
}
