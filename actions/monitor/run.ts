/** The story of a check: version → reference → current data → findings → decision → issue, retraining, ledger. */
import type { Check } from '../../src/shared/domain/documents/check.ts';
import { runUrlOf } from '../../src/shared/domain/kernel/origin.ts';
import { attempt } from '../../src/shared/usecases/attempt.ts';
import { configPathOf } from '../../src/shared/usecases/load-config.ts';
import { enterKeptEvents } from '../../src/shared/usecases/enter-kept-events.ts';
import type { Checked, MonitorOutcome } from './outcome.ts';
import type { MonitorStep } from './ports.ts';
import { checkVersion, type CheckedData } from './steps/check-version.ts';
import { chooseAssignees } from './steps/choose-assignees.ts';
import { makeCounts } from './steps/make-counts.ts';
import { keepIssues } from './steps/keep-issues.ts';
import {
  describeUnassignedStage,
  fetchMonitoredVersion,
  type MonitoredVersion,
} from './steps/monitored-version.ts';
import { NO_RETRAINING } from './steps/plan-retraining.ts';
import { proposeFrom, proposeFromReference } from './steps/proposed-contract.ts';
import { CHECK_DOCUMENT, recordCheck } from './steps/record-check.ts';
import { writeCheckReport } from './steps/write-check-report.ts';

/** @throws StewardError when the version cannot be read. Data that cannot be read are a finding, with which the step fails at its end. */
export async function runMonitor(step: MonitorStep): Promise<MonitorOutcome> {
  const { inputs, model, ports } = step;
  if (inputs.operation === 'propose-contract' && inputs.from !== undefined)
    return proposeFrom(step, inputs.from);
  const stage = inputs.stage ?? model.config.stage;
  const monitored = await fetchMonitoredVersion(ports, { model: model.name, stage });
  if (monitored === undefined) return notChecked(step, describeUnassignedStage(model.name, stage));
  if (inputs.operation === 'propose-contract') return proposeFromReference(step, monitored);
  if (inputs.operation !== 'check') return makeCounts(step, inputs.operation, monitored);
  // Before the earlier checks are read: one of them may wait.
  await enterKeptEvents(step, model.name);
  const checkedOrNot = await checkVersion(step, monitored);
  if ('missing' in checkedOrNot) return notChecked(step, checkedOrNot.missing, monitored.version);
  const { check, current, profile, errors } = checkedOrNot;
  const kept = await tryToKeepIssues(step, checkedOrNot, monitored);
  const folder = await recordCheck(step, check);
  const checked = {
    model: model.name,
    check,
    releaseUrl: monitored.released.release.url,
    sources: sourcesOf(step, check),
    dataErrors: errors,
    ...kept,
  };
  return {
    ...{ kind: 'checked', ...checked, checkPath: `${folder.root}/${CHECK_DOCUMENT}` },
    reportPath: await writeCheckReport(step, checked, { profile, current, folder }),
  };
}

function notChecked({ model, ports }: MonitorStep, reason: string, version?: string): MonitorOutcome {
  ports.log.notice(reason);
  return { kind: 'not-checked', model: model.name, version, reason };
}

/** Issues that cannot be written fail the step, but only after the ledger and all outputs are written. */
async function tryToKeepIssues(
  { config, context, inputs, model, ports }: MonitorStep,
  { check, earlier }: Pick<CheckedData, 'check' | 'earlier'>,
  { released }: MonitoredVersion,
): Promise<Pick<Checked, 'issues' | 'retraining' | 'issueError'>> {
  const result = await attempt(async () =>
    keepIssues(ports, {
      model,
      hasOtherModels: Object.keys(config?.models ?? {}).length > 1,
      check,
      earlier,
      assignees: await chooseAssignees(ports.workspace, model.config, configPathOf(inputs.configPath)),
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
