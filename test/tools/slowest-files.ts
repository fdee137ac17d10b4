/** Reporter: the ten slowest test files at the end of a run, so that growth is seen when it is added. */
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

const SHOWN = 10;

/** What is read of a test module: where it is, and how long each part of it took. */
export type TimedModule = Pick<TestModule, 'moduleId'> & {
  diagnostic(): Pick<
    ReturnType<TestModule['diagnostic']>,
    'collectDuration' | 'setupDuration' | 'prepareDuration' | 'duration'
  >;
};

export default class SlowestFiles implements Reporter {
  onTestRunEnd(modules: readonly TimedModule[]): void {
    if (modules.length > SHOWN) console.log(renderSlowestFiles(modules, process.cwd()));
  }
}

/** One line a file, the slowest first: seconds with the imports, path from `root`. */
export function renderSlowestFiles(modules: readonly TimedModule[], root: string): string {
  const timed = modules
    .map((module) => ({ path: relative(root, module.moduleId), durationMs: durationMsOf(module) }))
    .sort((left, right) => right.durationMs - left.durationMs);
  const totalMs = timed.reduce((total, { durationMs }) => total + durationMs, 0);
  const lines = timed.slice(0, SHOWN).map(({ path, durationMs }) => `${formatSeconds(durationMs)}  ${path}`);
  return [`\nSlowest of ${modules.length} files (${formatSeconds(totalMs).trim()} in all):`, ...lines].join(
    '\n',
  );
}

function durationMsOf(module: TimedModule): number {
  const { collectDuration, setupDuration, prepareDuration, duration } = module.diagnostic();
  return collectDuration + setupDuration + prepareDuration + duration;
}

function formatSeconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1).padStart(7)} s`;
}
