/** Everything that the box has, apart from the servers in front of it. */
import type { BoxClock } from '../clock.ts';
import type { ResultsService, RuntimeJob } from '../mount.ts';
import { createAccounts, type Accounts } from './accounts.ts';
import { createDownloads, type Downloads } from './downloads.ts';
import type { RunRecord } from './records.ts';
import type { Repository } from './repository.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import { createTokens, type Tokens } from './tokens.ts';

export interface Urls {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** Another origin, where downloads come from. */
  readonly storage: string;
  /** `http://github.localhost:<port>`: the `@actions` clients take it for github.com. */
  readonly server: string;
  readonly api: string;
  readonly uploads: string;
  readonly graphql: string;
}

export interface Dispatch {
  readonly repository: string;
  /** Path of the workflow file. */
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly runId: number;
  /** Who asked. */
  readonly login: string;
}

export interface World {
  readonly clock: BoxClock;
  readonly urls: Urls;
  readonly gitRoot: string;
  /** Records what no test may overlook. */
  readonly violation: (text: string) => void;
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly downloads: Downloads;
  readonly limits: RateLimits;
  readonly repositories: readonly Repository[];
  /** Runtime tokens of running jobs. */
  readonly jobs: Map<string, RuntimeJob>;
  readonly dispatches: Dispatch[];
  results: ResultsService | undefined;
  onDispatch: ((dispatch: Dispatch, run: RunRecord) => void | Promise<void>) | undefined;
  nextId(): number;
  addRepository(repository: Repository): void;
  findRepository(fullName: string): Repository | undefined;
  /** Starts work after the current reply; `box.settled()` waits for it, `box.close()` fails when it failed. */
  startLater(work: () => void | Promise<void>): void;
  /** Waits for everything that was started later. */
  settled(): Promise<void>;
  /** Runs `change` after every earlier one: two requests never see each other's half. */
  serialize<T>(change: () => Promise<T>): Promise<T>;
}

export function createWorld(options: {
  readonly clock: BoxClock;
  readonly urls: Urls;
  readonly gitRoot: string;
  readonly violation: (text: string) => void;
  readonly hourlyLimit?: number | undefined;
}): World {
  let lastId = 1000;
  const nextId = (): number => (lastId += 1);
  const repositories: Repository[] = [];
  const pending = new Set<Promise<void>>();
  let queue: Promise<unknown> = Promise.resolve();
  return {
    ...options,
    accounts: createAccounts(nextId),
    tokens: createTokens(),
    downloads: createDownloads(options.urls.storage),
    limits: createRateLimits(options.clock, options.hourlyLimit),
    repositories,
    jobs: new Map(),
    dispatches: [],
    results: undefined,
    onDispatch: undefined,
    nextId,
    addRepository: (repository) => void repositories.push(repository),
    findRepository: (fullName) =>
      repositories.find(({ fullName: name, formerNames }) =>
        [name, ...formerNames].some((known) => known.toLowerCase() === fullName.toLowerCase()),
      ),
    startLater: (work) => {
      const running = new Promise<void>((resolve) => setImmediate(resolve))
        .then(work)
        .catch((error: unknown) => options.violation(`work that a dispatch started failed: ${String(error)}`))
        .finally(() => pending.delete(running));
      pending.add(running);
    },
    settled: async () => {
      while (pending.size > 0) await Promise.all(pending);
    },
    serialize: (change) => {
      const result = queue.then(change);
      queue = result.catch(() => undefined);
      return result;
    },
  };
}
