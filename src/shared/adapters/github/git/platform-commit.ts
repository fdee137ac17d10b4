/** Who made a commit. Anybody can write a name into it, so only what GitHub signed itself is known to be of GitHub. */
import { z } from 'zod';

export const committerShape = z.object({ email: z.string().nullish() }).nullish();
export const verificationShape = z.object({ verified: z.boolean() }).nullish();

interface Signed {
  readonly committer?: z.infer<typeof committerShape>;
  readonly verification?: z.infer<typeof verificationShape>;
}

/** GitHub verifies a signature by the address of the committer, and this one is its own. */
export function isOfPlatform({ committer, verification }: Signed): boolean {
  return verification?.verified === true && committer?.email === 'noreply@github.com';
}
