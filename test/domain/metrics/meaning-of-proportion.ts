/** What the meaning of a share in the binary task says is counted, and what is a hit: compared with what the metric computes. */

/** One row: its label, and whether it is predicted positive. */
type Condition = (row: { readonly isPositive: boolean; readonly isPredicted: boolean }) => boolean;

/** After "the share of". */
const COUNTED: Readonly<Record<string, Condition>> = {
  rows: () => true,
  'positive rows': ({ isPositive }) => isPositive,
  'negative rows': ({ isPositive }) => !isPositive,
  'rows predicted positive': ({ isPredicted }) => isPredicted,
  'rows predicted negative': ({ isPredicted }) => !isPredicted,
};

/** After that. */
const HITS: Readonly<Record<string, Condition>> = {
  'that are positive': ({ isPositive }) => isPositive,
  'that are negative': ({ isPositive }) => !isPositive,
  'that are predicted positive': ({ isPredicted }) => isPredicted,
  'that are predicted negative': ({ isPredicted }) => !isPredicted,
  'whose class is predicted correctly': ({ isPositive, isPredicted }) => isPositive === isPredicted,
  'whose class is predicted wrongly': ({ isPositive, isPredicted }) => isPositive !== isPredicted,
};

/** @returns undefined for a meaning that has none of these words. */
export function readShare(
  meaning: string,
): { readonly isCounted: Condition; readonly isHit: Condition } | undefined {
  for (const [counted, isCounted] of Object.entries(COUNTED))
    for (const [hit, isHit] of Object.entries(HITS))
      if (meaning === `the share of ${counted} ${hit}`) return { isCounted, isHit };
  return undefined;
}

export const shareWords = [...Object.keys(COUNTED), ...Object.keys(HITS)];
