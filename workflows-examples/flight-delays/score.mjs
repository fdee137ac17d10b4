// Scores a data file with a model: the contract of `score` in .github/model-steward.yml.
//   MODEL_STEWARD_MODEL  folder with model.json        (default: model)
//   MODEL_STEWARD_DATA   data file as fetch-data.mjs writes it   (default: data/holdout.csv)
//   MODEL_STEWARD_OUT    predictions: one line a flight           (default: predictions.csv)
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPredictor } from './lib/additive-model.mjs';
import { featuresOf, readFlights, rowsOf } from './lib/flights.mjs';

const {
  MODEL_STEWARD_MODEL: folder = 'model',
  MODEL_STEWARD_DATA: dataPath = 'data/holdout.csv',
  MODEL_STEWARD_OUT: outPath = 'predictions.csv',
} = process.env;

const model = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
const names = model.features.map(({ name }) => name);
const predict = createPredictor(model);
const lines = rowsOf(readFlights(dataPath)).map((flight) => {
  const probability = predict(featuresOf(flight, names));
  return `${flight.flight},${flight.date},${flight.late},${probability.toFixed(6)}`;
});
writeFileSync(outPath, `${['flight,date,late,p_late', ...lines].join('\n')}\n`);
console.log(`${lines.length} flights scored with ${names.join(', ')}`);
