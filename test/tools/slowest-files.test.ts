import { expect, it } from 'vitest';
import { renderSlowestFiles, type TimedModule } from './slowest-files.ts';

function timed(path: string, duration: number, collectDuration = 0): TimedModule {
  return {
    moduleId: `/repository/test/${path}`,
    diagnostic: () => ({ duration, collectDuration, setupDuration: 0, prepareDuration: 0 }),
  };
}

it('lists the ten slowest files, imports included, the slowest first', () => {
  const modules = Array.from({ length: 11 }, (_, index) => timed(`file-${index}.test.ts`, index * 100));
  const lines = renderSlowestFiles([...modules, timed('imports.test.ts', 500, 2500)], '/repository').split(
    '\n',
  );
  expect(lines.slice(0, 4)).toEqual([
    '',
    'Slowest of 12 files (8.5 s in all):',
    '    3.0 s  test/imports.test.ts',
    '    1.0 s  test/file-10.test.ts',
  ]);
  expect(lines).toHaveLength(12);
});
