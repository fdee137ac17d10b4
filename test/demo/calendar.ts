/** The dates of the story. The flights are those of 2001, and so are its days. */

/** The first model is evaluated on February and March. */
export const FIRST_MODEL_DAY = '2001-04-02';
/** The three challengers are evaluated on March and April. */
export const CHALLENGERS_DAY = '2001-05-02';
/** Retraining on everything up to April is evaluated on May and June. */
export const RETRAINING_DAY = '2001-07-02';

/** On each the week before is checked. */
export const MONDAYS = [
  '2001-05-07',
  '2001-05-14',
  '2001-05-21',
  '2001-05-28',
  '2001-06-04',
  '2001-06-11',
  '2001-06-18',
  '2001-06-25',
  '2001-07-02',
];

/** On these the distances arrive in kilometers: the one fault that the demo injects. */
export const FAULTY_MONDAYS = ['2001-05-28', '2001-06-04'] as const;

export function isFaulty(monday: string): boolean {
  return FAULTY_MONDAYS.some((faulty) => faulty === monday);
}
