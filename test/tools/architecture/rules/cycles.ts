/** Cycles among imports, types included: files that need each other to be understood are one file. */
import type { SourceFile } from '../source-file.ts';
import type { Violation } from '../violation.ts';

/** One cycle for each strongly tied pair of files that a depth-first walk meets; each begins and ends with the same path. */
export function cycleViolations(files: readonly SourceFile[]): readonly Violation[] {
  const targets = new Map(
    files.map((file) => [file.path, file.imports.flatMap(({ target }) => target ?? [])]),
  );
  const cycles: string[][] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push([...trail.slice(start), path]);
    if (start >= 0 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return cycles.map((cycle) => ({
    rule: 'cycles',
    place: cycle[0] ?? '',
    found: `cycle: ${cycle.join(' → ')}`,
    remedy: 'move what two of them need to a file of its own, or make them one file',
  }));
}
