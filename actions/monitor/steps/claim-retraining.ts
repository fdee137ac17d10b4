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
  const marker = markerOf(model, lastStartedMs);
  const run = runUrlOf(context);
  const now = clock.now();
  const body = `${marker}\n<!-- model-steward:claim ${JSON.stringify({ run, at: now.toISOString() })} -->\nA retraining was requested by [this check](${run}).`;
  const claimed = await unlessLocked(() => comments.claim(issue, marker, body));
  // Without a comment two checks at once may start two: a rare doubling is less harm than no retraining.
  if (claimed === undefined) return { kind: 'own' };
  const claim = readClaim(claimed.body);
  if (claim === undefined || claim.run === run) return { kind: 'own' };
  if (isFresh(claim, now)) return { kind: 'other', runUrl: claim.run, at: claim.at };
  await comments.upsert(issue, marker, { body });
  return { kind: 'own' };
}

/**
 * When the other check claimed what is running now; undefined where none did. It may not have written that into the issue
 * yet, and whoever writes the issue last has to remember it.
 */
export async function findClaimedAt(
  { comments, clock }: Pick<MonitorPorts, 'comments' | 'clock'>,
  { model, issue, lastStartedMs }: Omit<ClaimRequest, 'context'>,
): Promise<string | undefined> {
  const comment = await comments.find(issue, markerOf(model, lastStartedMs));
  const claim = comment && readClaim(comment.body);
  return claim !== undefined && isFresh(claim, clock.now()) ? claim.at : undefined;
}

/** One for each retraining: it names the one before. */
function markerOf(model: string, lastStartedMs: number | undefined): string {
  return `<!-- model-steward:retraining model=${model} after=${lastStartedMs ?? 0} -->`;
}

function isFresh({ at }: z.infer<typeof claimSchema>, now: Date): boolean {
  return Math.abs(now.getTime() - parseInstant(at)) < CLAIM_MS;
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
