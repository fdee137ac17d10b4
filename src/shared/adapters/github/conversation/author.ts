/** The author of something; GitHub tells null for an account that is gone, and shows it as "ghost". */
import { z } from 'zod';

export const authorShape = z
  .object({ login: z.string() })
  .nullish()
  .transform((user) => user?.login ?? 'ghost');
