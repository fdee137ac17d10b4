/** The state of a container as the health of its service. https://docs.docker.com/reference/dockerfile/#healthcheck */
import type { TargetHealth } from '../../../ports/serving.ts';
import type { Container } from './docker-engine.ts';

/** A service that ended this often will not recover by waiting. */
const MAX_RESTARTS = 3;

/** @param container undefined when there is none any more. */
export function readHealth(container: Container | undefined): TargetHealth {
  if (container === undefined) return { state: 'unhealthy', detail: { code: 'container-missing' } };
  const { State: state, RestartCount: restarts } = container;
  const { ExitCode: exitCode } = state;
  const ended = { code: 'container-ended', exitCode, restarts } as const;
  if (restarts >= MAX_RESTARTS) return { state: 'unhealthy', detail: ended };
  if (state.Status === 'restarting') {
    return { state: 'starting', detail: { code: 'container-restarting', exitCode } };
  }
  if (!state.Running) return { state: 'unhealthy', detail: ended };
  switch (state.Health?.Status) {
    case 'healthy':
      return { state: 'healthy', detail: { code: 'container-check-passed' } };
    case 'unhealthy':
      return { state: 'unhealthy', detail: { code: 'container-check-failed' } };
    case 'starting':
      return { state: 'starting', detail: { code: 'container-check-pending' } };
    default:
      return { state: 'unknown', detail: { code: 'container-without-check' } };
  }
}
