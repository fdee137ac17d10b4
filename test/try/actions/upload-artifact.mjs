// What actions/upload-artifact does: files by patterns, below the folder that they have in common.
import { glob, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { DefaultArtifactClient } from '@actions/artifact';

const input = (name) => process.env[`INPUT_${name.toUpperCase()}`] ?? '';
const workspace = process.env.GITHUB_WORKSPACE;
const lines = input('path')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '');
const exclude = lines.filter((line) => line.startsWith('!')).map((line) => resolve(workspace, line.slice(1)));
const roots = [];
const files = new Set();
for (const line of lines.filter((line) => !line.startsWith('!'))) {
  const path = resolve(workspace, line);
  const info = await stat(path).catch(() => undefined);
  roots.push(info?.isFile() ? dirname(path) : path.replace(/[*?[].*$/, ''));
  const pattern = info?.isDirectory() ? join(path, '**') : path;
  for await (const found of glob(pattern, { exclude: (name) => exclude.includes(resolve(name)) }))
    if ((await stat(found)).isFile()) files.add(resolve(found));
}
if (files.size === 0) {
  console.log(`::warning::No files were found with the path ${lines.join(', ')}`);
  process.exit(input('if-no-files-found') === 'error' ? 1 : 0);
}
const days = input('retention-days');
const options = days === '' ? {} : { retentionDays: Number(days) };
const name = input('name') || 'artifact';
await new DefaultArtifactClient().uploadArtifact(name, [...files], commonFolder(roots), options);

function commonFolder(folders) {
  const parts = folders.map((folder) => resolve(folder).split(sep));
  const [first = []] = parts;
  const length = first.findIndex((part, index) => parts.some((other) => other[index] !== part));
  return first.slice(0, length === -1 ? first.length : length).join(sep) || sep;
}
