/** A request that a dry run would have written with. */
export interface PlannedCall {
  /** Of HTTP. */
  readonly method: string;
  /** Below the root of the API; what GitHub would number itself has a number from 9,000,000,000,000. */
  readonly path: string;
  /** What for, as it ends a sentence. */
  readonly purpose: string;
}
