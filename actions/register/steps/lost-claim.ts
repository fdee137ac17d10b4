/** Tags are claimed by creating them: of two runs at once one loses, and plans its tag again. */
import type { Clock } from '../../../src/shared/ports/runner.ts';

/** Each lost claim means that another run won one; more in a row than this is a fault and no race. */
export const MAX_CLAIMS = 20;

const LISTED_AFTER_MS = 1_000;

/** The tag of the other run may take a moment to be listed. */
export async function awaitOtherTag(clock: Pick<Clock, 'sleep'>): Promise<void> {
  await clock.sleep(LISTED_AFTER_MS);
}
