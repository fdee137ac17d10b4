/** The reference of a version that was registered without one, or why there is none yet. */
import type { ReadCheck } from '../../../src/shared/domain/documents/check.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { parseInstant } from '../../../src/shared/domain/kernel/time.ts';
import { findFirstWindows } from '../../../src/shared/domain/monitoring/first-windows.ts';
import { describeNoFirstWindows } from '../../../src/shared/domain/report/first-windows-text.ts';
import type { MonitorStep } from '../ports.ts';
import type { CurrentReading } from './current-data.ts';
import type { MonitoredReference, MonitoredVersion } from './monitored-version.ts';

export async function makeReference(
  { ports, model, started }: MonitorStep,
  { version, stageTag }: MonitoredVersion,
  {
    current,
    earlier,
  }: { readonly current: CurrentReading['current']; readonly earlier: readonly ReadCheck[] },
): Promise<MonitoredReference | { readonly missing: string }> {
  const missing = (why: string) => ({
    missing: `version ${version} was registered without a reference profile: ${why}`,
  });
  if ('counts' in current) return missing('counts by day are in the bins of one');
  if ('cause' in current)
    return missing(`its reference is to be the first windows of ${current.path}, which has no rows`);
  const staged = await ports.tags.get(stageTag);
  const found = findFirstWindows({
    ...{ config: model.config, current, earlier, version, nowMs: started.at.getTime() },
    sinceMs: staged?.taggedAt === undefined ? undefined : parseInstant(staged.taggedAt),
  });
  if (found.kind !== 'found') return missing(describeNoFirstWindows(found));
  const { profile, span } = found;
  return { profile, sha256: documentDigest(profile), firstWindows: span };
}
