/** The state of a container as the health of its service. https://docs.docker.com/reference/dockerfile/#healthcheck */
import type { TargetHealth } from '../../../ports/serving.ts';
import type { Container } from './docker-engine.ts';

/** A service that ended this often will not recover by waiting. */
const MAX_RESTARTS = 3;

/** @param container undefined when there is none any more. */
export function readHealth(container: Container | undefined): TargetHealth {
  if (container === undefined) return { state: 'unhealthy', detail: 'the container is gone' };
  const { State: state, RestartCount: restarts } = container;
  const ended = `the container ended with exit code ${state.ExitCode}`;
  if (restarts >= MAX_RESTARTS) return { state: 'unhealthy', detail: `${ended}, ${restarts} times` };
  if (state.Status === 'restarting') return { state: 'starting', detail: `${ended} and is started again` };
  if (!state.Running) return { state: 'unhealthy', detail: ended };
  switch (state.Health?.Status) {
    case 'healthy':
      return { state: 'healthy', detail: 'the health check of the image passes' };
    case 'unhealthy':
      return { state: 'unhealthy', detail: 'the health check of the image fails' };
    case 'starting':
      return { state: 'starting', detail: 'the health check of the image has not passed yet' };
    default:
      return { state: 'unknown', detail: 'the container runs; its image has no health check' };
  }
}
