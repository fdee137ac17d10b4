/**
 * The code that scores the champion: that of its own commit, so that no change of this checkout makes it answer
 * otherwise. It is checked out before any command runs (docs/lifecycle.md#the-champion-on-the-same-rows).
 */
import type { ScoringFailure } from '../../../src/shared/domain/documents/run.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { hasSameCode } from '../../../src/shared/domain/supply-chain/same-code.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { TrainPorts } from '../ports.ts';
import type { Champion } from './champion.ts';
import type { TrainPlan } from './plan-training.ts';

export type ChampionCode =
  /** The checkout: as it is configured, or because it is the same. */
  | {
      readonly kind: 'checkout';
      readonly code: 'unchanged' | 'head';
      readonly failure: ScoringFailure | undefined;
    }
  | { readonly kind: 'own'; readonly files: Files; readonly command: string };

/** @returns undefined when there is no champion to score. */
export async function prepareChampionCode(
  { commitCheckouts, log, scratch }: TrainPorts,
  { settings, champion, run }: Pick<TrainPlan, 'settings' | 'champion' | 'run'>,
): Promise<ChampionCode | undefined> {
  const { score } = settings;
  if (champion === undefined || score === undefined) return undefined;
  const command = champion.run?.commands.score;
  if (score.code === 'head' || command === undefined)
    return { kind: 'checkout', code: 'head', failure: undefined };
  if (hasSameCode(run, champion.run)) return { kind: 'checkout', code: 'unchanged', failure: undefined };
  const files = await scratch('champion-code');
  try {
    await commitCheckouts.checkOut(champion.released.document.commit, files);
    return { kind: 'own', files, command };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    log.warning(`${describeOwn(champion)}: ${error.message}`);
    const failure = { code: 'version' as const, message: error.message, lastLines: [] };
    return { kind: 'checkout', code: 'head', failure };
  }
}

export function describeOwn({ tag }: Champion): string {
  return `The code of ${tag} could not be used, so the champion was scored with the code of this checkout`;
}
