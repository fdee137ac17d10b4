/** The story of a check: version → reference → current data → findings → decision → issue, retraining, ledger. */
import { loadConfig } from '../../src/shared/usecases/load-config.ts';
import { selectModel, type SelectedModel } from '../../src/shared/domain/config/select-model.ts';
import { canonicalJson } from '../../src/shared/domain/kernel/canonical-json.ts';
import { documentDigest } from '../../src/shared/domain/kernel/digest.ts';
import type { Check } from '../../src/shared/domain/documents/check.ts';
import { StewardError } from '../../src/shared/domain/kernel/errors.ts';
import { computeCheck } from '../../src/shared/domain/monitoring/compute-check.ts';
import { runUrlOf } from '../../src/shared/domain/kernel/origin.ts';
import { envelopeOf } from '../../src/shared/domain/documents/envelope.ts';
import type { RunContext } from '../../src/shared/domain/kernel/platform.ts';
import type { Ledger, Releases, Tags } from '../../src/shared/ports/github.ts';
import type { Files, Tables } from '../../src/shared/ports/workspace.ts';
import { readCurrentData } from './steps/current-data.ts';
import { fetchEarlierChecks } from './steps/earlier-checks.ts';
import { enterLedger } from './steps/enter-ledger.ts';
import type { MonitorInputs } from './inputs.ts';
import { keepIssues, type IssuePorts, type IssueRequest, type KeptIssues } from './steps/keep-issues.ts';
import type { MonitorOutcome } from './outcome.ts';
import { fetchMonitoredVersion, whyNotChecked, type MonitoredVersion } from './steps/watched-version.ts';

export interface MonitorPorts extends IssuePorts {
  readonly tags: Tags;
  readonly releases: Releases;
  readonly ledger: Ledger;
  readonly tables: Tables;
  /** The checkout, with the current data in it. */
  readonly workspace: Files;
  /** An empty folder outside the checkout. */
  readonly scratch: Files;
}

export async function run(
  inputs: MonitorInputs,
  context: RunContext,
  ports: MonitorPorts,
): Promise<MonitorOutcome> {
  const startedAt = ports.clock.now();
  const config = await loadConfig(ports.workspace, inputs.configPath);
  const model = selectModel(config, inputs.model, context.repository.name);
  const stage = inputs.stage ?? model.config.stage;
  const watched = await fetchMonitoredVersion(ports, { model: model.name, stage });
  const reference = watched?.reference;
  if (watched === undefined || reference === undefined) {
    const reason = whyNotChecked(model.name, stage, watched?.version);
    return { kind: 'not-checked', model: model.name, version: watched?.version, reason };
  }
  const check = await look(ports, {
    inputs,
    model,
    watched: { ...watched, reference },
    nowMs: startedAt.getTime(),
  });
  await ports.scratch.write('check.json', canonicalJson(check));
  const envelope = envelopeOf(context, {
    document: { name: 'check.json', sha256: documentDigest(check) },
    startedAt: startedAt.toISOString(),
    durationMs: ports.clock.now().getTime() - startedAt.getTime(),
  });
  await ports.scratch.write('check.envelope.json', canonicalJson(envelope));
  const releaseUrl = watched.released.release.url;
  const hasOtherModels = Object.keys(config?.models ?? {}).length > 1;
  const kept = await tryToKeepIssues(ports, {
    model,
    hasOtherModels,
    check,
    runUrl: runUrlOf(context),
    releaseUrl,
  });
  await enterLedger(ports, check, envelope);
  const checkPath = `${ports.scratch.root}/check.json`;
  const hasMetrics = check.findings.some(({ kind }) => kind === 'performance');
  const { current, labels = current, scores = current } = inputs;
  const sources = hasMetrics ? { labels, scores } : undefined;
  return { kind: 'checked', model: model.name, check, releaseUrl, checkPath, sources, ...kept };
}

interface Look {
  readonly inputs: MonitorInputs;
  readonly model: SelectedModel;
  readonly watched: MonitoredVersion & { readonly reference: NonNullable<MonitoredVersion['reference']> };
  readonly nowMs: number;
}

async function look(ports: MonitorPorts, { inputs, model, watched, nowMs }: Look): Promise<Check> {
  const { profile, sha256 } = watched.reference;
  const { config } = model;
  const current = await readCurrentData(ports, { inputs, config, time: profile.time?.column, nowMs });
  return computeCheck({
    model: model.name,
    version: watched.version,
    config,
    profile,
    profileDigest: sha256,
    current,
    earlier: await fetchEarlierChecks(ports, model.name),
    nowMs,
  });
}

/** Issues that cannot be written fail the step, but only after everything else was said. */
async function tryToKeepIssues(
  ports: IssuePorts,
  request: IssueRequest,
): Promise<KeptIssues & { readonly failure: string | undefined }> {
  try {
    return { ...(await keepIssues(ports, request)), failure: undefined };
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    const retraining = { kind: 'not-asked', text: 'No retraining is started.' } as const;
    const hint = error.hint === undefined ? '' : ` (${error.hint})`;
    return {
      issues: [],
      retraining,
      failure: `the issue could not be kept up to date: ${error.message}${hint}`,
    };
  }
}
