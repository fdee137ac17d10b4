/**
 * Of two checks that run at once, one starts the retraining. Both write a comment to the issue, and the older one counts:
 * GitHub numbers comments in order. The marker names the retraining before this one, so that each retraining has a
 * comment of its own.
 */
import { z } from 'zod';
import { runUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { RunContext } from '../../../src/shared/domain/kernel/platform.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import type { MonitorPorts } from '../ports.ts';
import { parseInstant } from '../../../src/shared/domain/kernel/time.ts';

/**
 * A run that was killed after its claim and before it started anything blocks the next one no longer than this, and a claim
 * that somebody dates later does not either.
 */
const CLAIM_MS = 30 * 60 * 1000;

export interface ClaimRequest {
  readonly context: RunContext;
  readonly model: string;
  readonly issue: number;
  /** When a retraining of the model was last started. */
  readonly lastStartedMs: number | undefined;
}

export type RetrainingClaim =
  | { readonly kind: 'own' }
  /** Another run has it. */
  | { readonly kind: 'other'; readonly runUrl: string; readonly at: string };

const claimSchema = z.object({ run: z.url(), at: z.iso.datetime() });

export async function claimRetraining(
  { comments, clock }: Pick<MonitorPorts, 'comments' | 'clock'>,
  { context, model, issue, lastStartedMs }: ClaimRequest,
): Promise<RetrainingClaim> {
  const marker = `<!-- model-steward:retraining model=${model} after=${lastStartedMs ?? 0} -->`;
  const run = runUrlOf(context);
  const now = clock.now();
  const body = `${marker}\n<!-- model-steward:claim ${JSON.stringify({ run, at: now.toISOString() })} -->\nA retraining was requested by [this check](${run}).`;
  const claimed = await unlessLocked(() => comments.claim(issue, marker, body));
  // Without a comment two checks at once may start two: a rare doubling is less harm than no retraining.
  if (claimed === undefined) return { kind: 'own' };
  const claim = readClaim(claimed.body);
  if (claim === undefined || claim.run === run) return { kind: 'own' };
  if (Math.abs(now.getTime() - parseInstant(claim.at)) < CLAIM_MS)
    return { kind: 'other', runUrl: claim.run, at: claim.at };
  await comments.upsert(issue, marker, { body });
  return { kind: 'own' };
}

/** @returns undefined in a conversation that a person has locked. */
async function unlessLocked<T>(work: () => Promise<T>): Promise<T | undefined> {
  const result = await attempt(work);
  if (result.ok) return result.value;
  if (result.error.code === 'LOCKED') return undefined;
  throw result.error;
}

function readClaim(body: string): z.infer<typeof claimSchema> | undefined {
  const [, json = ''] =
    /^<!-- model-steward:claim (\{[^\n]*\}) -->$/m.exec(body.replaceAll('\r\n', '\n')) ?? [];
  try {
    return claimSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}
