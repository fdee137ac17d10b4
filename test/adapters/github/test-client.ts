/** A client on a virtual clock, for tests against one server. */
import { createClient, type GitHubClient } from '../../../src/shared/adapters/github/transport/client.ts';
import { createExchange } from '../../../src/shared/adapters/github/transport/exchange.ts';
import type { Log } from '../../../src/shared/ports/runner.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export const silentLog: Log = {
  info: () => undefined,
  notice: () => undefined,
  warning: () => undefined,
  debug: () => undefined,
  group: (_title, work) => work(),
};

export interface TestClient {
  readonly client: GitHubClient;
  readonly clock: VirtualClock;
}

export function createTestClient(apiUrl: string): TestClient {
  const clock = createVirtualClock();
  const client = createClient({
    exchange: createExchange({ apiUrl, token: 'ghs_test' }),
    repository: { owner: 'acme', name: 'models' },
    apiUrl,
    graphqlUrl: `${apiUrl}/graphql`,
    gitUrl: `${apiUrl}/acme/models.git`,
    timeoutMs: 60_000,
    clock,
    log: silentLog,
    // Half of each back-off: 500 ms, 1 s, 2 s, 4 s, 8 s.
    random: () => 0.5,
  });
  return { client, clock };
}
