/**
 * Whom `CODEOWNERS` names for a path: the last line whose pattern matches decides, and one without owners means none. Patterns
 * are those of gitignore, but `docs/*` does not reach into folders of `docs`, and a line with `!` or `[ ]` counts for nothing.
 * https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
import { depthOf } from '../kernel/repository-path.ts';
import { parseGlob } from '../kernel/glob.ts';

/** Where GitHub looks, in this order; the first file that is there counts. */
export const CODE_OWNERS_PATHS: readonly string[] = ['.github/', '', 'docs/'].map(
  (folder) => `${folder}CODEOWNERS`,
);

const PERSON = /^@[A-Za-z0-9][A-Za-z0-9_-]*$/;
/** Braces are letters there, and alternatives in a pattern of this project. */
const UNSUPPORTED = /[![\]{}]|\.\./;

/** @returns logins of people: a team and an e-mail address cannot be assigned to an issue. */
export function codeOwnersOf(text: string, path: string): readonly string[] {
  const rules = text.split(/\r?\n/).flatMap((line) => {
    const [pattern, ...owners] = line.replace(/(?<!\\)#.*$/, '').match(/(?:\\.|\S)+/g) ?? [];
    return pattern === undefined ? [] : [{ pattern: pattern.replace(/\\(.)/g, '$1'), owners }];
  });
  const owners = rules.findLast(({ pattern }) => owns(pattern, path))?.owners ?? [];
  return owners.filter((owner) => PERSON.test(owner)).map((owner) => owner.slice(1));
}

function owns(pattern: string, path: string): boolean {
  if (UNSUPPORTED.test(pattern)) return false;
  const name = pattern.replace(/^\/|\/$/g, '');
  if (name === '') return false;
  const isAnchored = pattern.startsWith('/') || name.includes('/');
  const whole = `${isAnchored ? '' : '**/'}${name}${pattern.endsWith('/') ? '/**' : ''}`;
  if (!parseGlob(whole).matches(path)) return false;
  return !name.endsWith('/*') || depthOf(name) === depthOf(path) || name.includes('**');
}
