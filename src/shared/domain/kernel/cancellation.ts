/** The reason of an abort signal when the runner cancels a job: neither an error of anybody nor a defect. */

export const cancellationSignals = ['SIGINT', 'SIGTERM'] as const;
export type CancellationSignal = (typeof cancellationSignals)[number];

export class Cancelled extends Error {
  readonly signal: CancellationSignal;

  constructor(signal: CancellationSignal) {
    super(`cancelled: the runner sent ${signal}`);
    this.name = 'Cancelled';
    this.signal = signal;
  }
}
