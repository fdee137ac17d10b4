/** The findings and the decision about a version: its reference, the current data and the checks before. */
import type { Check, ReadCheck } from '../../../src/shared/domain/documents/check.ts';
import type { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { computeCheck, type CheckInput } from '../../../src/shared/domain/monitoring/compute-check.ts';
import type { Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import {
  describeUnknownColumns,
  presentColumns,
  profiledColumns,
} from '../../../src/shared/domain/monitoring/unknown-columns.ts';
import type { MonitorStep } from '../ports.ts';
import { readCurrentData, unlessUnreadable, withoutUnreadable, type CurrentReading } from './current-data.ts';
import { readCurrentCounts } from './current-counts.ts';
import { fetchEarlierChecks } from './earlier-checks.ts';
import { makeReference } from './first-windows-reference.ts';
import { measureService } from './measure-service.ts';
import type { MonitoredVersion } from './monitored-version.ts';

export interface CheckedData {
  readonly check: Check;
  /** Newest first. */
  readonly earlier: readonly ReadCheck[];
  readonly current: CurrentReading['current'];
  readonly profile: Profile;
  readonly errors: readonly StewardError[];
}

/** `missing`: why there is no reference. */
export async function checkVersion(
  step: MonitorStep,
  monitored: MonitoredVersion,
): Promise<CheckedData | { readonly missing: string }> {
  const { model, started } = step;
  const { version } = monitored;
  const { name, config } = model;
  const read = await readCurrent(step, monitored);
  const { current } = read;
  const earlier = await fetchEarlierChecks(step);
  const reference = monitored.reference ?? (await makeReference(step, monitored, { current, earlier }));
  if ('missing' in reference) {
    // Without a reference there is no check, whose finding would say what cannot be read.
    const [error] = read.errors;
    if (error !== undefined) throw error;
    return reference;
  }
  const { profile, sha256, firstWindows } = reference;
  warnOfUnknownColumns(step, { profile, current });
  const service = await measureService(step, version);
  const input = {
    service: service.measured,
    inputs: monitored.released.document.format?.inputs,
    ...{ model: name, version, config, profile, profileDigest: sha256, firstWindows, earlier },
    nowMs: started.at.getTime(),
  };
  const checked = await checkWhatCanBeRead(input, read);
  return { ...checked, errors: [...checked.errors, ...service.errors], profile, earlier };
}

/** Without the rows it is not known which columns they have. */
function warnOfUnknownColumns(
  { model, ports }: MonitorStep,
  { profile, current }: Pick<CheckedData, 'profile' | 'current'>,
): void {
  if ('cause' in current || 'counts' in current) return;
  const tables = [current.table, current.labels?.table, current.scores?.table];
  const known = [
    ...profiledColumns(profile),
    ...tables.flatMap((table) => (table === undefined ? [] : presentColumns(table))),
  ];
  for (const warning of describeUnknownColumns(model.name, model.config, known)) ports.log.warning(warning);
}

/** Counts are in the bins of a reference: without one there is nothing that they could be read as. */
async function readCurrent(
  { inputs, model, ports }: MonitorStep,
  { reference }: MonitoredVersion,
): Promise<CurrentReading> {
  const { currentCounts: path } = inputs;
  if (path === undefined)
    return readCurrentData(ports, inputs, { profile: reference?.profile, config: model.config });
  if (reference === undefined) return { current: { path, cause: 'no-rows' }, errors: [] };
  return readCurrentCounts(ports, inputs, { path, reference });
}

/** Tables whose values are none of the task are found as they are compared: labels and scores are left out before all data are. */
async function checkWhatCanBeRead(
  input: Omit<CheckInput, 'current'>,
  { current, errors }: CurrentReading,
): Promise<Omit<CheckedData, 'profile' | 'earlier'>> {
  const checked = await unlessUnreadable(() => computeCheck({ ...input, current }));
  if (checked.ok) return { check: checked.value, current, errors };
  const failed = [...errors, checked.error];
  for (const readable of withoutUnreadable(current)) {
    const again = await unlessUnreadable(() => computeCheck({ ...input, current: readable }));
    if (again.ok) return { check: again.value, current: readable, errors: failed };
  }
  throw checked.error;
}
