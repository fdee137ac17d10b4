// Puts a version into service on this machine: what `deploy` runs for `target: command`. It starts, rolls back or
// stops, as MODEL_STEWARD_ACTION says. With a server elsewhere, this is where your ssh or cloud command stands.
//   SERVICE_FOLDER  where the versions live, and the process id of the one that serves (default: service)
//   PORT            where it listens (default: 8080)
import { spawn } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const {
  MODEL_STEWARD_ACTION: action = 'start',
  MODEL_STEWARD_VERSION: version = '',
  MODEL_STEWARD_MODEL: model = 'model',
  SERVICE_FOLDER = 'service',
} = process.env;
const root = resolve(SERVICE_FOLDER);
const pidPath = join(root, 'pid');

async function stop() {
  if (!existsSync(pidPath)) return;
  const pid = Number(readFileSync(pidPath, 'utf8'));
  try {
    process.kill(pid, 'SIGTERM');
    // The port is free again when the process is gone: then the next signal cannot be sent.
    for (let tries = 0; tries < 100; tries++) {
      await sleep(50);
      process.kill(pid, 0);
    }
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
  rmSync(pidPath);
}

/** The model's folder is gone after this job, so the version gets a copy, with the code that serves it. */
function install() {
  const folder = join(root, version);
  mkdirSync(folder, { recursive: true });
  for (const code of ['serve.mjs', 'lib']) cpSync(code, join(folder, code), { recursive: true });
  cpSync(model, join(folder, 'model'), { recursive: true });
  return folder;
}

function start(folder) {
  const log = openSync(join(folder, 'log.txt'), 'a');
  const service = spawn(process.execPath, ['serve.mjs'], {
    cwd: folder,
    env: { ...process.env, MODEL_STEWARD_MODEL: 'model' },
    stdio: ['ignore', log, log],
    detached: true,
  });
  service.unref();
  closeSync(log);
  writeFileSync(pidPath, String(service.pid));
}

await stop();
if (action !== 'stop') start(install());
console.log(`${action} ${version}`);
