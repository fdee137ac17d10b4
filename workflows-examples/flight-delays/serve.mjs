// The prediction service: GET /health, and POST /predict with a JSON array of flights.
//   MODEL_STEWARD_MODEL  folder with model.json (default: model)
//   MODEL_STEWARD_VERSION  what /health names as the version
//   HOST, PORT           where to listen        (default: 127.0.0.1, 8080)
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { createPredictor } from './lib/additive-model.mjs';
import { featuresOf } from './lib/flights.mjs';

const {
  MODEL_STEWARD_MODEL: folder = 'model',
  MODEL_STEWARD_VERSION: version,
  HOST: host = '127.0.0.1',
  PORT: port = '8080',
} = process.env;
const model = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
const predict = createPredictor(model);
const names = model.features.map(({ name }) => name);

async function answer(request) {
  if (request.method === 'GET' && request.url === '/health')
    return { status: 200, body: { status: 'ok', version } };
  if (request.method !== 'POST' || request.url !== '/predict')
    return { status: 404, body: { error: 'not found' } };
  try {
    const flights = await json(request);
    return { status: 200, body: flights.map((flight) => ({ p_late: predict(featuresOf(flight, names)) })) };
  } catch (error) {
    return { status: 400, body: { error: `expected a JSON array of flights: ${error.message}` } };
  }
}

const server = createServer(async (request, response) => {
  const { status, body } = await answer(request);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});
server.listen(Number(port), host, () => console.log(`listening on http://${host}:${server.address().port}`));
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
