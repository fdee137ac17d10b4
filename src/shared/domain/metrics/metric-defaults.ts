/** Ranges, margins and reasons that metrics of several tasks have in common. */

/** Of a part of a whole, of a probability, and of an area under a curve of such. */
export const SHARE_RANGE = { lower: 0, upper: 1 };
/** Of an error in the unit of the label, or relative to it. */
export const ERROR_RANGE = { lower: 0, upper: Infinity };

/** Two of a hundred rows. */
export const TWO_POINTS = { kind: 'absolute', value: 0.02 } as const;
/** Of the champion's value: an error in the unit of the label has no other scale. */
export const TENTH = { kind: 'relative', fraction: 0.1 } as const;

export const NO_ROWS = 'there are no rows';
export const ONE_CLASS = 'the evaluated rows contain one class only';
