/** The small project as what a container serves: asked by hand, and in a format that no server knows yet. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { linesOf, type SmallProject } from '../small-project.ts';

export type Flight = Readonly<Record<string, string | number>>;

/** The first flights of the holdout data, and what score.mjs says about them, with six digits. */
export async function scoreFlights(
  { sample, files }: SmallProject,
  model: Buffer,
  count: number,
): Promise<{ readonly flights: readonly Flight[]; readonly scores: readonly string[] }> {
  const lines = linesOf(files['data/holdout.csv'] ?? '').slice(0, count + 1);
  const folder = join(sample.folder, 'by-hand');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.json'), model);
  await writeFile(join(folder, 'data.csv'), `${lines.join('\n')}\n`);
  await sample.run('score.mjs', [], {
    MODEL_STEWARD_MODEL: folder,
    MODEL_STEWARD_DATA: join(folder, 'data.csv'),
    MODEL_STEWARD_OUT: join(folder, 'predictions.csv'),
  });
  const predictions = linesOf(await readFile(join(folder, 'predictions.csv'), 'utf8')).slice(1);
  const [header = '', ...rows] = lines;
  return {
    flights: rows.map((row) => readFlight(header.split(','), row.split(','))),
    scores: predictions.map((line) => line.split(',').at(-1) ?? ''),
  };
}

function readFlight(columns: readonly string[], cells: readonly string[]): Flight {
  const numeric = ['hour', 'distance'];
  return Object.fromEntries(
    columns.map((column, index) => {
      const cell = cells[index] ?? '';
      return [column, numeric.includes(column) ? Number(cell) : cell];
    }),
  );
}

/** The same model in a file of a new format, which the project's code reads, and the server in the base image does not. */
export function inNewFormat(files: SmallProject['files']): SmallProject['files'] {
  return {
    'train.mjs': changed(
      files['train.mjs'],
      'JSON.stringify(model, ',
      'JSON.stringify({ format: 2, model }, ',
    ),
    'score.mjs': changed(
      files['score.mjs'],
      /const model = (JSON\.parse\(.*\));/,
      'const file = $1;\nconst model = file.model ?? file;',
    ),
  };
}

function changed(text = '', from: string | RegExp, to: string): string {
  const result = text.replace(from, to);
  if (result === text) throw new Error(`sample project: expected ${String(from)}, got none`);
  return result;
}
