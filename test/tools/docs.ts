/**
 * Generates what must not drift from the code: the inputs of deploy that are options of serving, the tables of the
 * READMEs (inputs and outputs from action.yml, permissions from their table), the attacks of docs/trust.md from the
 * tests in test/trust, the JSON Schemas of documents and configuration, and docs/configuration.md.
 * A test fails when a committed file differs. Usage: node test/tools/docs.ts
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { metricRows } from './metric-rows.ts';
import { permissions } from '../../src/shared/runtime/permissions.ts';
import { actionNames, type ActionName } from '../../src/shared/domain/kernel/names.ts';
import { parseActionManifest, type ActionManifest } from './action-manifest.ts';
import { renderConfiguration } from './configuration.ts';
import { formatText } from './format.ts';
import { renderSchemas } from './schemas.ts';
import { renderServingInputs } from './serving-inputs.ts';
import { trustRows } from './trust-table.ts';

const root = join(import.meta.dirname, '../..');

/** Path from the root → content. */
export async function renderDocs(): Promise<ReadonlyMap<string, string>> {
  const deploy = await renderDeployManifest();
  const readmes = await Promise.all(
    actionNames.map(async (action) => {
      const path = `actions/${action}/README.md`;
      const manifestText = action === 'deploy' ? deploy : await readText(`actions/${action}/action.yml`);
      const manifest = parseActionManifest(manifestText);
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
  const trust = await renderReadme('docs/trust.md', { attacks: await attackTable() });
  const configuration = await formatText('docs/configuration.md', renderConfiguration());
  return new Map([
    ['README.md', overview],
    ['docs/configuration.md', configuration],
    ['docs/trust.md', trust],
    [DEPLOY_MANIFEST, deploy],
    ...readmes,
    ...renderSchemas(),
  ]);
}

const DEPLOY_MANIFEST = 'actions/deploy/action.yml';

async function renderDeployManifest(): Promise<string> {
  const text = await readText(DEPLOY_MANIFEST);
  const [, before, after] =
    /^([^]*\n {2}# serving:start[^\n]*\n)[^]*(\n {2}# serving:end\n[^]*)$/.exec(text) ?? [];
  if (before === undefined || after === undefined) {
    throw new Error(`${DEPLOY_MANIFEST}: expected the lines # serving:start and # serving:end, got none`);
  }
  return formatText(DEPLOY_MANIFEST, before + renderServingInputs() + after);
}

function readText(path: string): Promise<string> {
  return readFile(join(root, path), 'utf8');
}

async function renderReadme(path: string, sections: Readonly<Record<string, string>>): Promise<string> {
  let result = await readText(path);
  for (const [name, table] of Object.entries(sections)) result = replaceSection(result, name, table, path);
  return formatText(path, result);
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

async function attackTable(): Promise<string> {
  return table(['rule', 'attack', 'what happens'], await trustRows());
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
