/** Which relative paths stay inside their folder: for files of a checkout, an artifact, a release. */

/** Whether a relative path can neither leave its folder nor mean something else on another system. */
export function isContainedPath(path: string): boolean {
  if (path.startsWith('/') || path.includes('\0') || hasForeignSyntax(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** Whether a name that is plain here means folders or a drive on Windows: `a\b.bin`, `C:x`. */
export function hasForeignSyntax(path: string): boolean {
  return path.includes('\\') || /^[A-Za-z]:/.test(path);
}
