/** The story of a check: version → reference → current data → findings → decision → issue, retraining, ledger. */
import type { Check } from '../../src/shared/domain/documents/check.ts';
import { runUrlOf } from '../../src/shared/domain/kernel/origin.ts';
import { computeCheck, type CurrentData } from '../../src/shared/domain/monitoring/compute-check.ts';
import type { AbsentData } from '../../src/shared/domain/monitoring/quality/repeated-ids.ts';
import { attempt } from '../../src/shared/usecases/attempt.ts';
import { enterKeptEvents } from '../../src/shared/usecases/enter-kept-events.ts';
import type { Checked, MonitorOutcome } from './outcome.ts';
import type { MonitorStep } from './ports.ts';
import { readCurrentData } from './steps/current-data.ts';
import { fetchEarlierChecks } from './steps/earlier-checks.ts';
import { keepIssues } from './steps/keep-issues.ts';
import {
  describeMissingReference,
  fetchMonitoredVersion,
  hasReference,
  type VersionWithReference,
} from './steps/monitored-version.ts';
import { NO_RETRAINING } from './steps/plan-retraining.ts';
import { CHECK_DOCUMENT, recordCheck } from './steps/record-check.ts';
import { writeCheckReport } from './steps/write-check-report.ts';

/** @throws StewardError when the version or the current data cannot be read. */
export async function runMonitor(step: MonitorStep): Promise<MonitorOutcome> {
  const { inputs, model, ports } = step;
  const stage = inputs.stage ?? model.config.stage;
  const monitored = await fetchMonitoredVersion(ports, { model: model.name, stage });
  if (monitored === undefined || !hasReference(monitored)) {
    const reason = describeMissingReference(model.name, stage, monitored?.version);
    ports.log.notice(reason);
    return { kind: 'not-checked', model: model.name, version: monitored?.version, reason };
  }
  // Before the earlier checks are read: one of them may wait.
  await enterKeptEvents(step, model.name);
  const { check, current } = await checkVersion(step, monitored);
  const kept = await tryToKeepIssues(step, check, monitored);
  const folder = await recordCheck(step, check);
  const checked = {
    model: model.name,
    check,
    releaseUrl: monitored.released.release.url,
    sources: sourcesOf(step, check),
    ...kept,
  };
  const { profile } = monitored.reference;
  return {
    ...{ kind: 'checked', ...checked, checkPath: `${folder.root}/${CHECK_DOCUMENT}` },
    reportPath: await writeCheckReport(step, checked, { profile, current, folder }),
  };
}

interface CheckedData {
  readonly check: Check;
  readonly current: CurrentData | AbsentData;
}

async function checkVersion(step: MonitorStep, monitored: VersionWithReference): Promise<CheckedData> {
  const { inputs, model, ports, started } = step;
  const { profile, sha256 } = monitored.reference;
  const { name, config } = model;
  const nowMs = started.at.getTime();
  const current = await readCurrentData(ports, inputs, { profile, config });
  const check = computeCheck({
    model: name,
    version: monitored.version,
    config,
    profile,
    profileDigest: sha256,
    current,
    earlier: await fetchEarlierChecks(step),
    nowMs,
  });
  return { check, current };
}

/** Issues that cannot be written fail the step, but only after the ledger and all outputs are written. */
async function tryToKeepIssues(
  { config, context, model, ports }: MonitorStep,
  check: Check,
  { released }: VersionWithReference,
): Promise<Pick<Checked, 'issues' | 'retraining' | 'issueError'>> {
  const result = await attempt(() =>
    keepIssues(ports, {
      model,
      hasOtherModels: Object.keys(config?.models ?? {}).length > 1,
      check,
      context,
      runUrl: runUrlOf(context),
      releaseUrl: released.release.url,
    }),
  );
  return result.ok
    ? { ...result.value, issueError: undefined }
    : { issues: [], retraining: NO_RETRAINING, issueError: result.error };
}

/** The files that labels and scores came from, when metrics were computed. */
function sourcesOf({ inputs }: MonitorStep, { findings }: Check): Checked['sources'] {
  const isMeasured = findings.some(({ detail }) => detail.code === 'metric-change');
  if (!isMeasured) return undefined;
  const { current, labels = current, scores = current } = inputs;
  return { labels, scores };
}
