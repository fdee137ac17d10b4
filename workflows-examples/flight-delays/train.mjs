// Trains the model on data/train.csv with params.json; writes model/, metrics.json and example.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createPredictor, fitAdditiveModel } from './lib/additive-model.mjs';
import { featuresOf, readFlights, rowsOf } from './lib/flights.mjs';
import { logLoss, rocAuc } from './lib/metrics.mjs';

const params = JSON.parse(readFileSync('params.json', 'utf8'));
const data = readFlights('data/train.csv');
const flights = rowsOf(data).map((flight) => featuresOf(flight, params.features));
console.log(`training on ${flights.length} flights with ${params.features.join(', ')}`);

const columns = Object.fromEntries(
  params.features.map((name) => [name, flights.map((flight) => flight[name])]),
);
const model = fitAdditiveModel(columns, data.late, params);
const predict = createPredictor(model);
const predictions = flights.map(predict);

const metrics = {
  train_flights: flights.length,
  train_log_loss: logLoss(data.late, predictions),
  train_roc_auc: rocAuc(data.late, predictions),
};
mkdirSync('model', { recursive: true });
writeFileSync('model/model.json', `${JSON.stringify(model, undefined, 1)}\n`);
writeFileSync('metrics.json', `${JSON.stringify(metrics, undefined, 2)}\n`);
// What the service is asked after a deployment: a flight whose delay is not known yet.
const example = { ...rowsOf(data)[0], late: undefined };
writeFileSync('example.json', `${JSON.stringify([example], undefined, 2)}\n`);
console.log(metrics);
