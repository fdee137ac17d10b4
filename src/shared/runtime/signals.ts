/**
 * The runner cancels a job with SIGINT to this process, SIGTERM 7.5 s later, and a kill 2.5 s after that
 * (actions/runner, ProcessInvoker.cs). It signals this process only: this process ends its children.
 */
import { Cancelled, cancellationSignals, type CancellationSignal } from '../domain/kernel/cancellation.ts';

/** Clean-up and bookkeeping after a cancellation must be over before the runner's second signal. */
export const CANCELLATION_GRACE_MS = 7000;

export interface CancellationListener {
  readonly signal: AbortSignal;
  stop(): void;
}

/**
 * Aborts `signal` on the first SIGINT or SIGTERM. A second one, or the end of the grace time, ends the
 * process at once; adapters that own children end them when the process exits.
 * @param exit fails the step with the message, and ends the process.
 */
export function listenForCancellation(exit: (message: string) => never): CancellationListener {
  const controller = new AbortController();
  const onSignal = (name: CancellationSignal): void => {
    const reason = new Cancelled(name);
    if (controller.signal.aborted) exit(reason.message);
    controller.abort(reason);
    setTimeout(
      () => exit(`${reason.message}; the step did not end within ${CANCELLATION_GRACE_MS / 1000} s`),
      CANCELLATION_GRACE_MS,
    ).unref();
  };
  for (const name of cancellationSignals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    stop: () => {
      for (const name of cancellationSignals) process.off(name, onSignal);
    },
  };
}
