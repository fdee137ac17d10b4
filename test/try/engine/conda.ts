/**
 * A conda environment without conda: pip installs what its file lists into the environment of the play, and `micromamba run`
 * starts a command in that. Packages that pip does not have are named, so that a failure after it is no riddle.
 */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { asRecord, listOf } from '../../../src/shared/domain/setup/survey.ts';
import type { PythonTools } from './python.ts';

/** Of the same package, in the index of Python. */
const NAMES: Readonly<Record<string, string>> = {
  pytorch: 'torch',
  'py-xgboost': 'xgboost',
  'matplotlib-base': 'matplotlib',
  'msgpack-python': 'msgpack',
  pytables: 'tables',
};
/** The interpreter is that of this machine; the others choose builds, which pip does itself. */
const LEFT_OUT = /^(?:python|pip|setuptools|wheel|cpuonly|cudatoolkit|pytorch-cuda|cuda[\w-]*)$/;
const SPECIFICATION = /^(?:[\w./-]+::)?(?<name>[\w.-]+)\s*(?<version>[<>=!~].*)?$/;

/** @param text of an `environment.yml`. @returns arguments for pip, one each. */
export function pipPackagesOf(text: string): readonly string[] {
  return listOf(asRecord(parse(text)).dependencies).flatMap((entry) => {
    if (typeof entry !== 'string') return listOf(asRecord(entry).pip).map(String);
    const { name, version = '' } = SPECIFICATION.exec(entry.trim())?.groups ?? {};
    if (name === undefined || LEFT_OUT.test(name)) return [];
    return [`${NAMES[name] ?? name}${pipVersion(version.replaceAll(' ', ''))}`];
  });
}

/** `=1.2` is any 1.2 for conda, and `=1.2=py_0` a build of it. */
function pipVersion(version: string): string {
  const [, exact] = /^={1,2}([\w.*]+)/.exec(version) ?? [];
  if (exact === undefined) return version;
  return version.startsWith('==') || exact.includes('*') ? `==${exact}` : `==${exact}.*`;
}

/** @returns what was not done as on GitHub. */
export async function installConda(
  { bin, install }: PythonTools,
  { workspace, file }: { readonly workspace: string; readonly file: string },
): Promise<string> {
  const text = await readFile(join(workspace, file), 'utf8').catch(() => '');
  const missing: string[] = [];
  for (const item of pipPackagesOf(text)) {
    const [option, path] =
      /^-r\s+(.+)$/.exec(item) === null ? [item] : ['-r', join(workspace, item.slice(2).trim())];
    await install(path === undefined ? [option] : [option, path]).catch(() => missing.push(item));
  }
  const folder = await bin();
  if (folder !== undefined)
    for (const name of ['micromamba', 'mamba', 'conda']) await writeShim(join(folder, name));
  const lacking = missing.length === 0 ? '' : `; pip does not have ${missing.join(', ')}`;
  return `pip installs what ${file} lists, and Python is that of this machine${lacking}`;
}

/** `run`, with the options that name an environment or say how output is shown. */
const SHIM = `#!/bin/sh
[ "$1" = run ] || { echo "$(basename "$0") $1: this runner knows \\"run\\" only" >&2; exit 2; }
shift
while [ $# -gt 0 ]; do
  case "$1" in
    -n|--name|-p|--prefix|--cwd) shift 2 ;;
    -*) shift ;;
    *) break ;;
  esac
done
exec "$@"
`;

async function writeShim(path: string): Promise<void> {
  await writeFile(path, SHIM);
  await chmod(path, 0o755);
}
