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

/** Flights of [start, end) in the order of the file. A flight is named by its row number: the file has no other key. */
async function readFlights(path, [start, end]) {
  const file = await asyncBufferFromFile(path);
  const { row_groups: groups } = await parquetMetadataAsync(file);
  const flights = [];
  let rowStart = 0;
  for (const group of groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    // The file is sorted by date, and every row group says which dates it holds.
    const { min_value: first, max_value: last } = group.columns[0].meta_data.statistics;
    if (first < end && last >= start) {
      const columns = await readColumns(file, rowStart, rowEnd);
      columns.date.forEach((date, index) => {
        if (date >= start && date < end) flights.push({ id: rowStart + index, index, columns, date });
      });
    }
    rowStart = rowEnd;
  }
  return flights;
}

/** Keeps `count` flights of each day, spread evenly over the day by a fixed rule: the same rows every time. */
function thinByDay(flights, count) {
  const days = Object.values(Object.groupBy(flights, ({ date }) => Math.floor(date.getTime() / DAY_MS)));
  return days.flatMap((day) => {
    const kept = (rows) => Math.floor((rows * Math.min(count, day.length)) / day.length);
    return day.filter((_, index) => kept(index + 1) > kept(index));
  });
}

function toCsv(flights) {
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' });
  const lines = flights.map(({ id, index, columns, date }) => {
    const late = columns.delay[index] > LATE_AFTER_MINUTES ? 1 : 0;
    const when = `${date.toISOString().slice(0, 19)}Z,${date.getUTCHours()},${weekday.format(date)}`;
    const route = `${columns.distance[index]},${columns.origin[index]},${columns.destination[index]}`;
    return `${id},${when},${route},${late}`;
  });
  return `${[HEADER, ...lines].join('\n')}\n`;
}

const parquet = process.env.FLIGHTS_PARQUET ?? 'node_modules/vega-datasets/data/flights-3m.parquet';
const asked = process.env.FLIGHTS_TODAY ? new Date(process.env.FLIGHTS_TODAY) : new Date();
const today = asked < DATA_END ? asked : DATA_END;
mkdirSync('data', { recursive: true });
for (const [path, window] of Object.entries(planWindows(process.argv[2], today))) {
  const flights = thinByDay(await readFlights(parquet, window), FLIGHTS_PER_DAY);
  writeFileSync(path, toCsv(flights));
  const [first, end] = window.map((date) => date.toISOString().slice(0, 10));
  console.log(`${path}: ${flights.length} flights from ${first} to before ${end}`);
}
