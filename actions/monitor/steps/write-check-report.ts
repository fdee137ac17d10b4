/**
 * `report.html`: each column in the reference and now, and what was not looked at, with `check.json` in an artifact of the
 * run. Its code is loaded here, after the check. A report that cannot be made or kept is a warning: the check is in the ledger.
 */
import { localMsAt } from '../../../src/shared/domain/kernel/time-zone.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { checkArtifactName } from '../../../src/shared/domain/kernel/names.ts';
import { readCurrentRows } from '../../../src/shared/domain/monitoring/times/current-rows.ts';
import type { Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { attemptAsLastResort, tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import type { MonitorStep } from '../ports.ts';
import { describeCheckInText, type CheckInText } from '../report.ts';
import type { CurrentReading } from './current-data.ts';
import { CHECK_DOCUMENT, CHECK_ENVELOPE } from './record-check.ts';

const REPORT = 'report.html';

interface ReportSources {
  readonly profile: Profile;
  readonly current: CurrentReading['current'];
  /** With the documents of the check. */
  readonly folder: Files;
}

/** @returns the absolute path of the report; undefined where it could not be made. */
export async function writeCheckReport(
  step: MonitorStep,
  checked: CheckInText,
  { profile, current, folder }: ReportSources,
): Promise<string | undefined> {
  const { ports, model, context } = step;
  // A defect in a drawing is no reason to withhold a check.
  const made = await attemptAsLastResort(async () => {
    const { renderCheckReport } =
      await import('../../../src/shared/domain/report/html/render-check-report.ts');
    const page = renderCheckReport({
      ...{ check: checked.check, profile, text: describeCheckInText(checked) },
      current: windowOf(step, current, profile),
    });
    await folder.write(REPORT, page);
  });
  if (!made.ok) {
    const reason = made.error instanceof Error ? made.error.message : String(made.error);
    ports.log.warning(`${REPORT} could not be made: ${reason}`);
  }
  const artifact = checkArtifactName(model.name, context.runAttempt, documentDigest(checked.check));
  const paths = [CHECK_DOCUMENT, CHECK_ENVELOPE, ...(made.ok ? [REPORT] : [])];
  await tryOrWarn(ports.log, 'the check could not be kept as an artifact', () =>
    ports.artifactUploads.upload(artifact, folder, paths),
  );
  return made.ok ? `${folder.root}/${REPORT}` : undefined;
}

/** The rows that were compared, as `computeCheck` chooses them. */
function windowOf(
  { model, started }: MonitorStep,
  current: CurrentReading['current'],
  profile: Profile,
): ReturnType<typeof readCurrentRows> | undefined {
  // Counts have no rows to draw.
  if ('cause' in current || 'counts' in current) return undefined;
  const nowMs = localMsAt(current.table.timeZone, started.at.getTime());
  return readCurrentRows(current, { config: model.config, profile, nowMs });
}
