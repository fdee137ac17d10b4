// Cuts the flights that a job needs out of the one file that holds them all, as a team would from its warehouse.
//   node fetch-data.mjs train      data/train.csv = January, data/holdout.csv = the last two whole months
//   node fetch-data.mjs retrain    the same, but training takes every month before the holdout
//   node fetch-data.mjs current    data/current.csv = the last seven days
// "Last" counts from FLIGHTS_TODAY (default: the real date; the data end on 30 June 2001).
// FLIGHTS_PARQUET names the file, when it is not where `npm ci` puts it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { zstdDecompressSync } from 'node:zlib';
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet';

const LATE_AFTER_MINUTES = 15;
/** The full data hold about 16,500 flights a day. An even quarter of each day keeps every run quick, and days are what counts. */
const FLIGHTS_PER_DAY = 4000;
const DATA_START = new Date('2001-01-01');
const DATA_END = new Date('2001-07-01');
const DAY_MS = 24 * 60 * 60 * 1000;
const COLUMNS = ['date', 'delay', 'distance', 'origin', 'destination'];
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const HEADER = 'flight,date,hour,weekday,distance,origin,destination,late';

/** First midnight of a month, `offset` months away from the one that holds `date`. */
const monthStart = (date, offset) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset));

/** The windows that a purpose needs: output file → [start, end). */
function planWindows(purpose, today) {
  const holdout = [monthStart(today, -2), monthStart(today, 0)];
  switch (purpose) {
    case 'train':
      return { 'data/train.csv': [DATA_START, monthStart(DATA_START, 1)], 'data/holdout.csv': holdout };
    case 'retrain':
      return { 'data/train.csv': [DATA_START, holdout[0]], 'data/holdout.csv': holdout };
    case 'current':
      return { 'data/current.csv': [new Date(today.getTime() - 7 * DAY_MS), today] };
    default:
      throw new Error(`usage: node fetch-data.mjs train|retrain|current, got ${purpose ?? 'nothing'}`);
  }
}

/** One array a column for some rows of the file. Rows as objects would take twice the time. */
async function readColumns(file, rowStart, rowEnd) {
  const columns = {};
  await parquetRead({
    file,
    rowStart,
    rowEnd,
    compressors: { ZSTD: zstdDecompressSync },
    onChunk: ({ columnName, columnData }) => (columns[columnName] ??= []).push(columnData),
  });
  return Object.fromEntries(Object.entries(columns).map(([name, chunks]) => [name, chunks.flat()]));
}

/** The columns of every row group that holds flights of [start, end), and the row of the file that each begins with. */
async function readRowGroups(path, [start, end]) {
  const file = await asyncBufferFromFile(path);
  const { row_groups: groups } = await parquetMetadataAsync(file);
  const read = [];
  let rowStart = 0;
  for (const group of groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    // The file is sorted by date, and every row group says which dates it holds.
    const { min_value: first, max_value: last } = group.columns[0].meta_data.statistics;
    if (first < end && last >= start) {
      read.push({ rowStart, columns: await readColumns(file, rowStart, rowEnd) });
    }
    rowStart = rowEnd;
  }
  return read;
}

/** Which rows of the file fly on each day of [start, end): one array of row numbers a day. */
function rowsByDay(groups, [start, end]) {
  const days = new Map();
  for (const { rowStart, columns } of groups) {
    columns.date.forEach((date, index) => {
      if (date < start || date >= end) return;
      const day = Math.floor(date.getTime() / DAY_MS);
      if (!days.has(day)) days.set(day, []);
      days.get(day).push(rowStart + index);
    });
  }
  return [...days.values()];
}

/** Keeps `count` rows of a day, spread evenly over it by a fixed rule: the same rows every time. */
function thin(rows, count) {
  const kept = (passed) => Math.floor((passed * Math.min(count, rows.length)) / rows.length);
  return rows.filter((_, index) => kept(index + 1) > kept(index));
}

/** A flight is named by its row number: the file has no other key. */
function toCsvLine(row, { rowStart, columns }) {
  const [date, delay, distance, origin, destination] = COLUMNS.map((name) => columns[name][row - rowStart]);
  const late = delay > LATE_AFTER_MINUTES ? 1 : 0;
  const when = `${date.toISOString().slice(0, 19)}Z,${date.getUTCHours()},${WEEKDAYS[date.getUTCDay()]}`;
  return `${row},${when},${distance},${origin},${destination},${late}`;
}

/** The data file of a window, as lines. */
async function cut(path, window) {
  const groups = await readRowGroups(path, window);
  const groupOf = (row) => groups.findLast(({ rowStart }) => rowStart <= row);
  const rows = rowsByDay(groups, window).flatMap((day) => thin(day, FLIGHTS_PER_DAY));
  return [HEADER, ...rows.map((row) => toCsvLine(row, groupOf(row)))];
}

const parquet = process.env.FLIGHTS_PARQUET ?? 'node_modules/vega-datasets/data/flights-3m.parquet';
const asked = process.env.FLIGHTS_TODAY ? new Date(process.env.FLIGHTS_TODAY) : new Date();
const today = asked < DATA_END ? asked : DATA_END;
mkdirSync('data', { recursive: true });
for (const [path, window] of Object.entries(planWindows(process.argv[2], today))) {
  const lines = await cut(parquet, window);
  writeFileSync(path, `${lines.join('\n')}\n`);
  const [first, end] = window.map((date) => date.toISOString().slice(0, 10));
  console.log(`${path}: ${lines.length - 1} flights from ${first} to before ${end}`);
}
