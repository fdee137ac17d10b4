/** Which relative paths stay inside their folder: for files of a checkout, an artifact, a release. */

/** Whether a relative path can neither leave its folder nor mean something else on another system. */
export function isContainedPath(path: string): boolean {
  if (path.startsWith('/') || path.includes('\\') || path.includes('\0') || /^[A-Za-z]:/.test(path))
    return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
