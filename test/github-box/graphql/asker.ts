/** Who sent a query, and what of the world is answered. */
import type { Actor } from '../state/tokens.ts';
import type { World } from '../state/world.ts';

export interface Asker {
  readonly world: World;
  readonly actor: Actor;
  /** Refs that were made later are not listed. */
  readonly listedUntil: Date | undefined;
}
