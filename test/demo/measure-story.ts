/**
 * Trains the models of the story with the sample project's own scripts, evaluates them on later months, and
 * writes what is true about them to workflows-examples/flight-delays/STORY.md. Takes about two minutes:
 *   node test/demo/measure-story.ts
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { airports, baseline, partOfDay, partOfMonth, type Candidate } from './candidates.ts';
import { CHALLENGERS_DAY, FIRST_MODEL_DAY, isFaulty, MONDAYS, RETRAINING_DAY } from './calendar.ts';
import { inKilometers } from './kilometers.ts';
import { readFlightColumns, readPredictions, type Predictions } from './predictions.ts';
import { createSampleProject, samplePath, setFeatures, type SampleProject } from './sample-project.ts';
import { renderStory } from './story-page.ts';
import { checkWeeks } from './weekly-checks.ts';
import { formatText } from '../tools/format.ts';

/** The two whole months before each of these days, together, are February to June; the last stays in place. */
const FETCH_DAYS = [FIRST_MODEL_DAY, RETRAINING_DAY, CHALLENGERS_DAY];
const FLIGHTS = 'data/later.csv';

/** Leaves January in data/train.csv, and every later flight in one file. */
async function fetchFlights(project: SampleProject): Promise<void> {
  const lines = new Set<string>();
  for (const today of FETCH_DAYS) {
    await project.run('fetch-data.mjs', ['train'], { FLIGHTS_TODAY: today });
    const text = await readFile(join(project.folder, 'data/holdout.csv'), 'utf8');
    for (const line of text.trimEnd().split('\n')) lines.add(line);
  }
  await writeFile(join(project.folder, FLIGHTS), [...lines].join('\n'));
}

async function trainAndScore(project: SampleProject, candidate: Candidate): Promise<Predictions> {
  console.log(`training and scoring: ${candidate.name}`);
  await setFeatures(project.folder, candidate);
  await project.run('train.mjs');
  return score(project, FLIGHTS);
}

async function score(project: SampleProject, data: string): Promise<Predictions> {
  const out = join(project.folder, 'scored.csv');
  await project.run('score.mjs', [], { MODEL_STEWARD_DATA: data, MODEL_STEWARD_OUT: out });
  return readPredictions(out);
}

async function measure(project: SampleProject): Promise<string> {
  await fetchFlights(project);
  const candidates = {
    baseline: await trainAndScore(project, baseline),
    partOfMonth: await trainAndScore(project, partOfMonth),
    partOfDay: await trainAndScore(project, partOfDay),
    airports: await trainAndScore(project, airports),
  };
  const text = await readFile(join(project.folder, FLIGHTS), 'utf8');
  await writeFile(join(project.folder, 'data/kilometers.csv'), inKilometers(text));
  const kilometers = await score(project, 'data/kilometers.csv');
  const weeks = {
    asTheyWere: await checkWeeks(project, MONDAYS, () => false),
    withFault: await checkWeeks(project, MONDAYS, isFaulty),
  };
  const january = await readFlightColumns(join(project.folder, 'data/train.csv'));
  const later = await readFlightColumns(join(project.folder, FLIGHTS));

  await project.run('fetch-data.mjs', ['retrain'], { FLIGHTS_TODAY: RETRAINING_DAY });
  const retrained = await trainAndScore(project, {
    ...airports,
    name: 'airports, trained on January to April',
  });
  return renderStory({ ...candidates, kilometers, retrained }, { january, later }, weeks);
}

await using project = await createSampleProject();
const page = await formatText('STORY.md', await measure(project));
await writeFile(join(samplePath, 'STORY.md'), page);
console.log(page);
