/** Whether a file that pins an environment names a package: requirements, lock files, environments of Conda, of R. */

const COMMENT = /(^|\s)#.*$/gm;

/** @param name of letters and digits alone. */
export function namesPackage(text: string, name: string): boolean {
  const named = new RegExp(`(?:^|[\\s"'=\\[(,])${name}(?:-skinny)?(?=$|[\\s"'=<>!~;@\\[\\]),])`, 'im');
  return named.test(text.replace(COMMENT, '$1'));
}
