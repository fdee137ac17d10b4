/**
 * What `dvc.lock` says of files that git does not have: which content each has. Each training writes that file, so it is
 * compared entry by entry: an approval is asked for where the rows or the labels are others.
 */
import { resolveDots } from './command-files.ts';
import { isRecord, readYaml } from './workflow-text.ts';

export const DVC_LOCK = /(?:^|\/)dvc\.lock$/;

/**
 * @param lock path of the file; `texts` of it before and after the change, undefined where it is not there.
 * @returns those of `wanted` whose content differs, itself or that of a folder on the way; all where a text cannot be read.
 */
export function findDvcChanges(
  lock: string,
  texts: readonly [before: string | undefined, after: string | undefined],
  wanted: readonly string[],
): readonly string[] {
  const folder = lock.split('/').slice(0, -1).join('/');
  const [before, after] = texts.map((text) =>
    text === undefined ? new Map<string, string>() : readOutputs(text, folder),
  );
  if (before === undefined || after === undefined) return wanted;
  const others = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  return wanted.filter((path) => {
    const plain = resolveDots(path);
    return others.some(
      (other) => plain === other || plain.startsWith(`${other}/`) || other.startsWith(`${plain}/`),
    );
  });
}

/** Path → digest. @returns undefined for what is no lock file of DVC. */
function readOutputs(text: string, folder: string): ReadonlyMap<string, string> | undefined {
  const lock = readYaml(text);
  if (!isRecord(lock) || !isRecord(lock.stages)) return undefined;
  const outputs = new Map<string, string>();
  for (const stage of Object.values(lock.stages)) {
    const listed = isRecord(stage) && Array.isArray(stage.outs) ? stage.outs : [];
    for (const out of listed) {
      if (!isRecord(out) || typeof out.path !== 'string') return undefined;
      const { path, ...content } = out;
      outputs.set(resolveDots(`${folder}/${path}`), JSON.stringify(content));
    }
  }
  return outputs;
}
