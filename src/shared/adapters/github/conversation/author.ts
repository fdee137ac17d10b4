/** The author of a comment, an issue or a run; GitHub sends null for a deleted account, and shows it as "ghost". */
import { z } from 'zod';

export const authorShape = z
  .object({ login: z.string() })
  .nullish()
  .transform((user) => user?.login ?? 'ghost');
