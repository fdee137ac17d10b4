/** The licences of what is bundled: their texts have to travel with the code. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const LICENSE_FILE = /^(licen[cs]e|copying|notice)/i;

/** @param packages absolute folders. @returns one section a package, in order of name and version. */
export async function renderLicenses(packages: readonly string[]): Promise<string> {
  const sections = await Promise.all(packages.map(renderLicense));
  return [...new Set(sections)].sort().join('\n');
}

async function renderLicense(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const names = (await readdir(folder)).filter((name) => LICENSE_FILE.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const license = typeof manifest.license === 'string' ? manifest.license : 'see its repository';
  const body = texts.map((text) => `${text.replaceAll('\r\n', '\n').trim()}\n`).join('\n');
  return `${String(manifest.name)} ${String(manifest.version)} (${license})\n\n${body}`;
}
