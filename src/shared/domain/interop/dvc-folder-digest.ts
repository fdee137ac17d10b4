/**
 * The digest of a folder of DVC: that of the list of its files, as Python's `json.dumps` writes it
 * (https://doc.dvc.org/user-guide/project-structure/internal-files#directories).
 */
import { compareBytes } from '../kernel/byte-order.ts';
import { md5 } from '../kernel/md5.ts';

export interface HashedFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly md5: string;
}

export function digestDvcFolder(files: readonly HashedFile[]): string {
  const sorted = [...files].sort((left, right) => compareBytes(left.path, right.path));
  const items = sorted.map((file) => `{"md5": "${file.md5}", "relpath": ${pythonJson(file.path)}}`);
  return `${md5(`[${items.join(', ')}]`)}.dir`;
}

/** What is no printable ASCII has escapes of UTF-16 there. */
function pythonJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
