// Installs what this repository needs when it is missing or out of date; silent and quick when there is nothing
// to do. Plain Node 20: it runs before anything is installed. Scripts of packages are never run.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const repositoryRoot = join(import.meta.dirname, '..', '..');

/** @returns {boolean} whether something had to be installed. @throws when npm fails. */
export function installDependencies(root = repositoryRoot) {
  if (isInstalled(root)) return false;
  console.log('Installing the pinned packages (npm ci --ignore-scripts) …');
  const [command, ...prefix] = npm();
  const result = spawnSync(command, [...prefix, 'ci', '--ignore-scripts', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0)
    throw new Error(`npm ci: expected exit code 0, got ${result.status ?? result.error}`);
  return true;
}

/** Compares the lock file with npm's own record of what it installed, which it writes last of all. */
function isInstalled(root) {
  const recordPath = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(recordPath)) return false;
  const installed = readPackages(recordPath);
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(
    // Optional packages of other platforms are locked, but not installed.
    ([path, locked]) => path === '' || locked.optional || installed[path]?.integrity === locked.integrity,
  );
}

function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/** The npm that started us, if any: PATH may hold another one, or none. */
function npm() {
  const path = process.env.npm_execpath;
  if (path === undefined) return ['npm'];
  return /\.[cm]?js$/.test(path) ? [process.execPath, path] : [path];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    installDependencies();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
