/** What a study of this folder found, as a row of the table in docs/statistics.md. */
export interface Rate {
  /** What happens, in the words of the table. */
  readonly what: string;
  /** What is stated, and what was measured. */
  readonly stated: string;
  readonly measured: string;
  /** Whether the measured number keeps what is stated, with 3.5 Monte-Carlo standard errors. */
  readonly holds: boolean;
}

/** How many times the default sizes are run: 1 unless MODEL_STEWARD_RATES says so, for a run at night. */
export function sizeFactor(): number {
  const factor = Number(process.env.MODEL_STEWARD_RATES ?? '1');
  if (Number.isInteger(factor) && factor >= 1) return factor;
  throw new RangeError(`MODEL_STEWARD_RATES: expected a whole number from 1 on, got ${factor}`);
}

const ERRORS = 3.5;

/** How far a share of so many worlds may be from its true value by chance. */
export function monteCarloError(share: number, worlds: number): number {
  return ERRORS * Math.sqrt((share * (1 - share)) / worlds);
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
