/** A task is shown to people where they look for it: in docs/tasks.md, and in the table of README.md. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { taskNames } from '../../src/shared/domain/documents/fields.ts';

const read = (path: string): Promise<string> => readFile(join(import.meta.dirname, '../..', path), 'utf8');

it.each(taskNames)('the task %s has a section in docs/tasks.md, with a configuration', async (task) => {
  const section = (await read('docs/tasks.md')).split(/^## /m).find((text) => text.startsWith(`${task}\n`));
  expect(section, `docs/tasks.md: add a section "## ${task}"`).toBeDefined();
  expect(section, `docs/tasks.md, "${task}": show a configuration`).toContain(`task: ${task}\n`);
});

it.each(taskNames)('the task %s has a row in the README', async (task) => {
  const rows = (await read('README.md')).split('\n').filter((line) => line.startsWith(`| \`${task}\` `));
  expect(rows, `README.md: add a row for \`${task}\` to the table of tasks`).toHaveLength(1);
});
