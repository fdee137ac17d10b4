/** Tables of any size for the benchmark, written piece by piece. Equal for equal sizes. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createRandomNumbers } from '../../../src/shared/domain/statistics/random-numbers.ts';

const LINES_AT_ONCE = 10_000;
const DAY_MS = 86_400_000;

type Content = 'table' | 'predictions' | 'users' | 'classes';

const CLASSES = 10;

const headers: Readonly<Record<Content, string>> = {
  table: Array.from({ length: 20 }, (_, column) => `c${column}`).join(','),
  predictions: 'id,label,score,day',
  users: 'id,label,score,user',
  classes: `id,label,${Array.from({ length: CLASSES }, (_, code) => `p_${code}`).join(',')}`,
};

/** @param model predictions of another model have the same ids and labels; another table has rows of its own. */
export async function writeLines(path: string, content: Content, rows: number, model = 0): Promise<void> {
  await pipeline(pieces(content, rows, model), createWriteStream(path));
}

type Random = () => number;

const writers: Readonly<Record<Content, (random: Random, row: number, ofModel: Random) => string>> = {
  table: tableLine,
  predictions: predictionLine,
  users: (random, row, ofModel) => `${answerOf(random, row, ofModel)},u${100_000 + row}\n`,
  classes: classLine,
};

function* pieces(content: Content, rows: number, model: number): Generator<string> {
  const random = createRandomNumbers(content === 'table' ? 1 + model : rows);
  const ofModel = createRandomNumbers(rows + 1 + model);
  const write = writers[content];
  yield `${headers[content]}\n`;
  for (let row = 0; row < rows; row += LINES_AT_ONCE) {
    const count = Math.min(LINES_AT_ONCE, rows - row);
    yield Array.from({ length: count }, (_, index) => write(random, row + index, ofModel)).join('');
  }
}

/** 12 decimals, 4 integers and 4 labels, one of them quoted, as tabular data usually are. */
function tableLine(random: () => number): string {
  const cells: string[] = [];
  for (let column = 0; column < 12; column++) cells.push((random() * 1000 - 500).toFixed(6));
  for (const most of [10, 1000, 100_000, 1_000_000]) cells.push(String(Math.floor(random() * most)));
  for (const most of [5, 50, 1000]) cells.push(`label ${Math.floor(random() * most)}`);
  cells.push(`"label ${Math.floor(random() * 200)}, x"`);
  return `${cells.join(',')}\n`;
}

function predictionLine(random: Random, row: number, ofModel: Random): string {
  const day = new Date(Date.UTC(2026, 0, 1) + (row % 60) * DAY_MS).toISOString().slice(0, 10);
  return `${answerOf(random, row, ofModel)},${day}\n`;
}

/** The label is drawn with the probability `truth`, which each model sees with an error of its own. */
function answerOf(random: Random, row: number, ofModel: Random): string {
  const truth = random();
  const score = Math.min(1, Math.max(0, truth + 0.2 * (ofModel() - 0.5)));
  return `${row},${random() < truth ? 1 : 0},${score.toFixed(6)}`;
}

function classLine(random: Random, row: number, ofModel: Random): string {
  const label = Math.floor(CLASSES * random());
  const parts = Array.from({ length: CLASSES }, (_, code) => ofModel() ** 4 + (code === label ? 0.5 : 0));
  const sum = parts.reduce((total, part) => total + part, 0);
  return `${row},${label},${parts.map((part) => (part / sum).toFixed(6)).join(',')}\n`;
}
