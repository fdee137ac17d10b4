/** The one fault that the demo injects: for a while, production receives distances in kilometers. */

const KILOMETERS_PER_MILE = 1.609344;
const DISTANCE_COLUMN = 4;

/** @param csv a data file of the sample project, as fetch-data.mjs writes it. */
export function inKilometers(csv: string): string {
  const [header = '', ...rows] = csv.trimEnd().split('\n');
  const converted = rows.map((row) => {
    const values = row.split(',');
    return values
      .with(DISTANCE_COLUMN, String(Math.round(Number(values[DISTANCE_COLUMN]) * KILOMETERS_PER_MILE)))
      .join(',');
  });
  return `${[header, ...converted].join('\n')}\n`;
}
