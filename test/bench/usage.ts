/** What a benchmark is given on its command line: a count that is none would be a table of NaN after minutes. */

/** @param usage after `npm run`, without the numbers. @returns the rounds that the first argument says. */
export function readRounds(usage: string, rounds: number): number {
  const [given, ...others] = process.argv.slice(2);
  const count = given === undefined ? rounds : Number(given);
  return others.length === 0 && isCount(count) ? count : stopWithUsage(`${usage} -- [rounds]`);
}

/** @returns what a variable of the environment says, for a trial of a benchmark. */
export function readCountOf(variable: string, usage: string, count: number): number {
  const given = Number(process.env[variable] ?? count);
  return isCount(given) ? given : stopWithUsage(`${variable}=<count> npm run ${usage}`);
}

/** For one without rounds. */
export function refuseArguments(usage: string): void {
  if (process.argv.length > 2) stopWithUsage(usage);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

function stopWithUsage(usage: string): never {
  const isHelp = process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h');
  const text = `usage: ${usage.startsWith('BENCH_') ? '' : 'npm run '}${usage}`;
  if (isHelp) console.log(text);
  else console.error(text);
  process.exit(isHelp ? 0 : 2);
}
