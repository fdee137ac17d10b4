/**
 * The parts of a file of dependencies that say what runs: scripts and tasks, settings of pytest, entry points. No approval is asked
 * for an environment, and so two states of such a file are compared in these parts alone.
 */
import { parse as parseToml } from 'smol-toml';
import { readYaml } from './workflow-text.ts';
import { isRecord } from '../kernel/unknown-value.ts';

const SAYS_WHAT_RUNS = /(?:^|\/)(?:package\.json|pyproject\.toml|pixi\.toml|Pipfile|setup\.(?:cfg|py))$/;

/** Keys at any depth, with all that is below them. */
const RUNNING =
  /^(?:scripts|gui-scripts|entry-points|tasks|commands|activation|hooks|bin|main|module|exports|imports|type|pytest|poe|taskipy|tox|nox|env|environment)$/;
/** Of a file of sections in lines. */
const RUNNING_SECTION = /^\[(?:tool:pytest|pytest|tox|testenv|options\.entry_points|aliases|coverage)/;

/** Whether the path is of a file of dependencies that may say what runs, too. */
export function maySayWhatRuns(path: string): boolean {
  return SAYS_WHAT_RUNS.test(path);
}

/** @returns whether two states of such a file differ in what runs; the whole text counts where it cannot be read. */
export function differsInWhatRuns(
  path: string,
  [before, after]: readonly [string | undefined, string | undefined],
): boolean {
  return runningParts(path, before) !== runningParts(path, after);
}

function runningParts(path: string, text: string | undefined): string {
  if (text === undefined) return '';
  if (path.endsWith('.cfg')) return runningSections(text);
  const parsed = path.endsWith('.json') ? readYaml(text) : readToml(text);
  return isRecord(parsed) ? JSON.stringify(partsOfValue(parsed)) : text;
}

function runningSections(text: string): string {
  const sections = text.split(/^(?=\[)/m);
  return sections.filter((section) => RUNNING_SECTION.test(section)).join('');
}

/** @returns undefined for a text that is no TOML. */
export function readToml(text: string): unknown {
  try {
    return parseToml(text);
  } catch {
    return undefined;
  }
}

function partsOfValue(value: Readonly<Record<string, unknown>>, path = ''): readonly unknown[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = `${path}/${key}`;
    if (RUNNING.test(key)) return [[name, inner]];
    return isRecord(inner) ? partsOfValue(inner, name) : [];
  });
}
