/** The page of a try. Each has a file of its own: what an earlier one showed stays, and two at once do not meet. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @returns the path of the page, such as `try-report/churn-20260131-0915.html`. */
export async function writeReport(
  folder: string,
  { name, page, now = new Date() }: { readonly name: string; readonly page: string; readonly now?: Date },
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const [day = '', time = ''] = now.toISOString().split('T');
  const start = `${name}-${day.replaceAll('-', '')}-${time.slice(0, 5).replace(':', '')}`;
  for (let count = 1; ; count += 1) {
    const path = join(folder, `${start}${count === 1 ? '' : `-${count}`}.html`);
    try {
      await writeFile(path, page, { flag: 'wx' });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
