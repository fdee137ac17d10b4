/** The full reports that evaluate and monitor keep in artifacts of their runs, taken out of the box before it ends. */
import { text as readText } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import type { Box } from '../github-box/box.ts';
import { BOX_LINK } from '../demo/report/markdown.ts';
import type { RunResult } from './engine/run-workflow.ts';

export interface KeptReport {
  readonly runId: number;
  readonly artifact: string;
  /** A page that needs nothing else. What it links to in the box leads nowhere any more, and is text. */
  readonly page: string;
}

const REPORT = 'report.html';

export async function readReports(
  { world }: Box,
  runs: readonly RunResult[],
): Promise<readonly KeptReport[]> {
  const { results } = world;
  const kept = results === undefined ? [] : runs.flatMap(({ id }) => results.artifactsOf(id));
  const reports: KeptReport[] = [];
  for (const { id, runId, name } of kept) {
    const response = await fetch(results?.downloadUrl(id) ?? '');
    const page = await readPage(Buffer.from(await response.arrayBuffer()));
    if (page !== undefined) reports.push({ runId, artifact: name, page: page.replace(BOX_LINK, '$1') });
  }
  return reports;
}

/** @returns undefined for an archive without a report. */
async function readPage(archive: Buffer): Promise<string | undefined> {
  const zip = await fromBufferPromise(archive);
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== REPORT) continue;
    return await readText(await zip.openReadStreamPromise(entry));
  }
  return undefined;
}
