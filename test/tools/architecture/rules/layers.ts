/** Every file stands in a layer: a folder that no rule knows would be a place without rules. */
import { layerOf } from '../layers.ts';
import type { SourceFile } from '../source-file.ts';
import type { Violation } from '../violation.ts';

export function placementViolations({ path }: SourceFile): readonly Violation[] {
  if (layerOf(path) !== undefined && path.endsWith('.ts')) return [];
  return [
    {
      rule: 'layers',
      place: path,
      found: 'the file stands in no layer',
      remedy:
        'move it below one of the five actions, src/shared/domain, ports, usecases, adapters or runtime, as .ts; ' +
        'a new action stands in actionNames in test/tools/architecture/layers.ts',
    },
  ];
}
