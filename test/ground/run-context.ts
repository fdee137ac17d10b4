/** Where a step runs, for stories that are called without a job of the box. */
import type { RunContext } from '../../src/shared/domain/kernel/platform.ts';

export function runContext(
  change: Partial<RunContext> & Pick<RunContext, 'workspace' | 'tempDir' | 'workflowPath'>,
): RunContext {
  return {
    repository: { owner: 'acme', name: 'flights' },
    sha: '0123456789abcdef0123456789abcdef01234567',
    ref: 'refs/heads/main',
    eventName: 'push',
    event: {},
    runId: 1,
    runAttempt: 1,
    job: 'job',
    actor: 'octocat',
    triggeringActor: 'octocat',
    serverUrl: 'https://github.com',
    runner: { os: 'Linux', arch: 'X64', image: undefined },
    ...change,
  };
}
