/**
 * Generates what must not drift from the code: the tables of the READMEs (inputs and outputs from action.yml,
 * permissions from their table), the JSON Schemas of documents and configuration, and docs/configuration.md.
 * A test fails when a committed file differs. Usage: node test/tools/docs.ts
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { metricRows } from './metric-rows.ts';
import { permissions } from './permissions.ts';
import { actionNames, type ActionName } from '../../src/shared/runtime/step.ts';
import { readActionManifest, type ActionManifest } from './action-manifest.ts';
import { renderConfiguration } from './configuration.ts';
import { renderSchemas } from './schemas.ts';

const root = join(import.meta.dirname, '../..');

/** Path from the root → content. */
export async function renderDocs(): Promise<ReadonlyMap<string, string>> {
  const readmes = await Promise.all(
    actionNames.map(async (action) => {
      const path = `actions/${action}/README.md`;
      const manifest = await readActionManifest(join(root, 'actions', action, 'action.yml'));
      const sections = {
        permissions: permissionTable(action),
        inputs: inputTable(manifest),
        outputs: outputTable(manifest),
        ...(action === 'evaluate' && { metrics: metricTable() }),
      };
      return [path, await renderReadme(path, sections)] as const;
    }),
  );
  const overview = await renderReadme('README.md', { permissions: permissionOverview() });
  const configuration = await formatMarkdown('docs/configuration.md', renderConfiguration());
  return new Map([
    ['README.md', overview],
    ['docs/configuration.md', configuration],
    ...readmes,
    ...renderSchemas(),
  ]);
}

async function renderReadme(path: string, sections: Readonly<Record<string, string>>): Promise<string> {
  let result = await readFile(join(root, path), 'utf8');
  for (const [name, table] of Object.entries(sections)) result = replaceSection(result, name, table, path);
  return formatMarkdown(path, result);
}

async function formatMarkdown(path: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(join(root, path))), parser: 'markdown' });
}

function replaceSection(text: string, name: string, content: string, path: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`${path}: expected the markers ${start} and ${end} around the table`);
  }
  return `${before}${start}\n\n${content}\n\n${end}${after}`;
}

function permissionTable(action: ActionName): string {
  const rows = permissions[action].map(({ name, level, when, why }) => [`\`${name}: ${level}\``, when, why]);
  return table(['permission', 'when', 'why'], rows);
}

function metricTable(): string {
  return table(
    ['metric', 'task', 'what it is', 'values', 'better', 'baseline of a first model'],
    metricRows(),
  );
}

/** All five at a glance; the README of each action gives the reasons. */
function permissionOverview(): string {
  const rows = actionNames.map((action) => {
    const [always, sometimes] = [true, false].map((isAlways) =>
      permissions[action].filter(({ when }) => (when === 'always') === isAlways),
    );
    return [
      `[\`${action}\`](actions/${action}/README.md)`,
      (always ?? []).map(({ name, level }) => `\`${name}: ${level}\``).join(', '),
      (sometimes ?? []).map(({ name, level, when }) => `\`${name}: ${level}\` ${when}`).join('; '),
    ];
  });
  return table(['action', 'always', 'and'], rows);
}

function inputTable({ inputs }: ActionManifest): string {
  const rows = inputs.map(({ name, description, fallback }) => [
    `\`${name}\``,
    description,
    fallback === '' ? '' : `\`${fallback}\``,
  ]);
  return table(['input', 'meaning', 'default'], rows);
}

function outputTable({ outputs }: ActionManifest): string {
  return table(
    ['output', 'meaning'],
    outputs.map(({ name, description }) => [`\`${name}\``, description]),
  );
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [path, content] of await renderDocs()) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}
