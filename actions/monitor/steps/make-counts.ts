/** Counts of current data, for a later step or job to check: of rows, of parts, or as the query that makes them. */
import { countTable } from '../../../src/shared/domain/monitoring/counts/count-table.ts';
import { renderCountsQuery } from '../../../src/shared/domain/monitoring/counts/counts-query.ts';
import { countsSchema, type Counts } from '../../../src/shared/domain/monitoring/counts/counts.ts';
import { mergeCounts } from '../../../src/shared/domain/monitoring/counts/merge-counts.ts';
import { serializeDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { currentOptions } from '../../../src/shared/domain/monitoring/read-kinds.ts';
import type { MonitorOperation } from '../inputs.ts';
import type { Counted, NotChecked } from '../outcome.ts';
import type { MonitorStep } from '../ports.ts';
import { readCounts } from './current-counts.ts';
import type { MonitoredReference, MonitoredVersion } from './monitored-version.ts';

const COUNTS = 'current-counts.json';
const QUERY = 'current-counts.sql';

type CountingOperation = Extract<MonitorOperation, 'count' | 'merge' | 'count-sql'>;

/** @throws DataError for data that cannot be counted in the bins of the reference. */
export async function makeCounts(
  step: MonitorStep,
  operation: CountingOperation,
  { version, reference }: MonitoredVersion,
): Promise<Counted | NotChecked> {
  const { model, ports } = step;
  if (reference === undefined) {
    const reason = `version ${version} was registered without a reference (train.reference), whose bins are counted`;
    ports.log.notice(reason);
    return { kind: 'not-checked', model: model.name, version, reason };
  }
  const folder = await ports.scratch('counts');
  const made = { kind: 'counted', model: model.name, version } as const;
  if (operation === 'count-sql') {
    const { table: from = '', quotes } = step.inputs;
    const query = renderCountsQuery({
      profile: reference.profile,
      reference: reference.sha256,
      from,
      quotes,
    });
    await folder.write(QUERY, query);
    return { ...made, query, path: `${folder.root}/${QUERY}` };
  }
  const counts = await (operation === 'count' ? countRows(step, reference) : mergeParts(step, reference));
  await folder.write(COUNTS, serializeDocument(countsSchema, counts));
  return { ...made, counts, path: `${folder.root}/${COUNTS}` };
}

async function countRows(
  { inputs, model, ports }: MonitorStep,
  reference: MonitoredReference,
): Promise<Counts> {
  const { profile, sha256 } = reference;
  const { current: path } = inputs;
  const table = await ports.tables.read(ports.workspace, path, currentOptions(profile, model.config));
  return countTable({ table, where: path, profile, reference: sha256 });
}

async function mergeParts({ inputs, ports }: MonitorStep, reference: MonitoredReference): Promise<Counts> {
  const paths = await ports.workspace.match(inputs.counts);
  const parts = [];
  for (const path of paths) parts.push({ where: path, counts: await readCounts(ports, path, reference) });
  const [first, ...others] = parts;
  if (first !== undefined) return mergeCounts(first, others);
  throw new DataError(
    'DATA_EMPTY',
    `input "counts": expected files at ${inputs.counts.join(', ')}, got none`,
    { hint: 'download the artifacts of the jobs that ran `operation: count` before this step' },
  );
}
