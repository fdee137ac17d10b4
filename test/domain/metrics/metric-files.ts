/** Where a metric is written, for messages that say what to correct. */
import { globSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../../', import.meta.url);
const texts = globSync('src/shared/domain/metrics/**/*.ts', { cwd: ROOT })
  .sort()
  .map((path) => ({ path, text: withoutComments(readFileSync(new URL(path, ROOT), 'utf8')) }));

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
}

/** @param name of a metric, or the prefix of a form. @returns from the root; none where the name is composed. */
export function filesOfMetric(name: string): readonly string[] {
  const wanted = /[:@]$/.test(name) ? [`'${name}`, `\`${name}`] : [`name: '${name}'`];
  return texts.filter(({ text }) => wanted.some((each) => text.includes(each))).map(({ path }) => path);
}
