/** What the rules allow by name is used by some file: a hole in a wall that nothing needs any more is closed. */
import { FOLDERS } from './layers.ts';
import { PROCESS_MEMBERS } from './rules/global-names.ts';
import { EFFECT_PACKAGES, packageOf } from './rules/imports.ts';
import type { SourceFile } from './source-file.ts';

/** One sentence for each allowance without a user. */
export function findUnusedAllowances(files: readonly SourceFile[]): readonly string[] {
  const below = (path: string) => files.filter((file) => file.path.startsWith(path));
  const packages = (['adapters', 'runtime'] as const).flatMap((layer) => {
    const used = new Set(
      below(FOLDERS[layer]).flatMap(({ imports }) => imports.map(({ specifier }) => packageOf(specifier))),
    );
    return EFFECT_PACKAGES[layer]
      .filter((name) => !used.has(name))
      .map((name) => `${layer} may import ${name}, and no file does; remove it from EFFECT_PACKAGES`);
  });
  const members = Object.entries(PROCESS_MEMBERS).flatMap(([path, allowed]) => {
    const text = below(path)
      .map(({ tree }) => tree.text)
      .join('\n');
    return allowed
      .filter((member) => !text.includes(`process.${member}`))
      .map((member) => `${path} may use process.${member}, and does not; remove it from PROCESS_MEMBERS`);
  });
  return [...packages, ...members];
}
