/**
 * The code that scores the champion, or the anchor: that of its own commit, so that no change of this checkout makes it answer
 * otherwise. It is checked out before any command runs (docs/lifecycle.md#the-champion-on-the-same-rows).
 */
import type { ScoringFailure } from '../../../src/shared/domain/documents/run.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { hasSameCode } from '../../../src/shared/domain/supply-chain/same-code.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { TrainPorts } from '../ports.ts';
import type { ReleasedOpponent } from './champion.ts';
import type { TrainPlan } from './plan-training.ts';

export type ChampionCode =
  /** The checkout: as it is configured, or because it is the same. */
  | {
      readonly kind: 'checkout';
      readonly code: 'unchanged' | 'head';
      readonly failure: ScoringFailure | undefined;
    }
  | { readonly kind: 'own'; readonly files: Files; readonly command: string };

/** A registered version that is scored beside the challenger: the champion, or the anchor. */
export interface VersionToScore {
  readonly role: 'champion' | 'anchor';
  readonly version: ReleasedOpponent;
  readonly code: ChampionCode;
}

/** @returns none when there is no champion to score. */
export async function prepareVersions(
  ports: TrainPorts,
  { settings, champion, anchor, run }: TrainPlan,
): Promise<readonly VersionToScore[]> {
  const versions: VersionToScore[] = [];
  for (const [role, version] of [['champion', champion] as const, ['anchor', anchor] as const]) {
    if (version === undefined) continue;
    const code = await prepareCode(ports, { settings, run, role, version });
    if (code !== undefined) versions.push({ role, version, code });
  }
  return versions;
}

interface CodeRequest extends Pick<TrainPlan, 'settings' | 'run'>, Omit<VersionToScore, 'code'> {}

async function prepareCode(
  { commitCheckouts, log, scratch }: TrainPorts,
  { settings, run, role, version }: CodeRequest,
): Promise<ChampionCode | undefined> {
  const { score } = settings;
  if (score === undefined) return undefined;
  const command = version.run?.commands.score;
  if (score.code === 'head' || command === undefined)
    return { kind: 'checkout', code: 'head', failure: undefined };
  if (hasSameCode(run, version.run)) return { kind: 'checkout', code: 'unchanged', failure: undefined };
  const files = await scratch(`${role}-code`);
  try {
    await commitCheckouts.checkOut(version.released.document.commit, files);
    return { kind: 'own', files, command };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    log.warning(`${describeOwn({ role, version })}: ${error.message}`);
    const failure = { code: 'version' as const, message: error.message, lastLines: [] };
    return { kind: 'checkout', code: 'head', failure };
  }
}

export function describeOwn({ role, version: { tag } }: Omit<VersionToScore, 'code'>): string {
  return `The code of ${tag} could not be used, so the ${role} was scored with the code of this checkout`;
}
