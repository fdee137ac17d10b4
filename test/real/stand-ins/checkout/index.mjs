// Fetches one ref over smart HTTP with the token in an extra header, as actions/checkout does.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const input = (name) => process.env[`INPUT_${name.toUpperCase()}`] ?? '';
const folder = join(process.env.GITHUB_WORKSPACE, input('path') || '.');
const server = process.env.GITHUB_SERVER_URL;
const ref = input('ref') || process.env.GITHUB_SHA;
const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${input('token')}`).toString('base64')}`;
const key = `http.${server}/.extraheader`;
const git = (...args) => execFileSync('git', args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });

mkdirSync(folder, { recursive: true });
git('init', '--quiet');
git('remote', 'add', 'origin', `${server}/${input('repository')}`);
git('config', key, header);
const depth = input('fetch-depth') === '0' ? ['--tags'] : ['--no-tags', `--depth=${input('fetch-depth')}`];
git('fetch', '--quiet', ...depth, 'origin', ref);
git('checkout', '--quiet', '--force', '--detach', 'FETCH_HEAD');
if (input('persist-credentials') === 'false') git('config', '--unset-all', key);
console.log(`checkout on node ${process.version}`);

// act has another RUNNER_TEMP in every job. On hosted runners it is empty and has the same path every time, on which
// caches rely: the path is part of a cache's version.
const temp = process.env.STANDIN_TEMP;
if (temp) {
  rmSync(temp, { recursive: true, force: true });
  mkdirSync(temp);
  appendFileSync(process.env.GITHUB_ENV, `RUNNER_TEMP=${temp}\n`);
}
