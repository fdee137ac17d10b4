/** Built packages by their names: what is in them cannot be followed. */
import { lastPartOf } from '../kernel/repository-path.ts';

/** Built packages: of Python, npm and R, Ruby, Rust, Java, conda, Julia and Debian. */
export const ARCHIVE_NAME =
  /\.(?:whl|egg|tgz|tar\.(?:gz|bz2|xz|zst)|zip|gem|crate|jar|conda|deb|rpm|nupkg)$/i;

/** The module by which the name of an archive says that it is imported: `churn_lib-1.0-py3-none-any.whl`. */
export function moduleOfArchive(path: string): string | undefined {
  if (!ARCHIVE_NAME.test(path)) return undefined;
  const [name = ''] = lastPartOf(path).split(/[-_]\d|\.(?:whl|egg|tgz|tar|zip)/);
  return name.toLowerCase().replaceAll(/[-.]/g, '_');
}
