/** The page of a try. Each has a file of its own: what an earlier one showed stays, and two at once do not meet. */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

interface TryReport {
  readonly name: string;
  /** @param beside names of the pages beside it, in their order. */
  readonly render: (beside: readonly string[]) => string;
  readonly pagesBeside?: readonly string[];
  readonly now?: Date;
}

export interface WrittenReport {
  /** Such as `try-report/churn-20260131-0915.html`. */
  readonly path: string;
  /** Such as `try-report/churn-20260131-0915-report-1.html`. */
  readonly beside: readonly string[];
}

export async function writeReport(
  folder: string,
  { name, render, pagesBeside = [], now = new Date() }: TryReport,
): Promise<WrittenReport> {
  await mkdir(folder, { recursive: true });
  const [day = '', time = ''] = now.toISOString().split('T');
  const start = `${name}-${day.replaceAll('-', '')}-${time.slice(0, 5).replace(':', '')}`;
  for (let count = 1; ; count += 1) {
    const base = join(folder, `${start}${count === 1 ? '' : `-${count}`}`);
    const beside = pagesBeside.map((_, index) => `${base}-report-${index + 1}.html`);
    const path = `${base}.html`;
    try {
      await writeFile(path, render(beside.map((file) => basename(file))), { flag: 'wx' });
      for (const [index, page] of pagesBeside.entries()) await writeFile(beside[index] ?? '', page);
      return { path, beside };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
