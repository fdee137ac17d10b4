import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { accuracyAfter } from './net/model.js';

const { name, epochs } = JSON.parse(readFileSync('config.json', 'utf8'));
const folder = `saved/models/${name}/0101_120000`;
mkdirSync(folder, { recursive: true });
mkdirSync('saved/log', { recursive: true });
const rows = ['epoch,val_accuracy'];
for (let epoch = 1; epoch <= epochs; epoch++) {
  writeFileSync(`${folder}/checkpoint-epoch${epoch}.pth`, `weights of epoch ${epoch}`);
  rows.push(`${epoch},${accuracyAfter(epoch)}`);
}
writeFileSync(`${folder}/model_best.pth`, `weights of epoch ${epochs}`);
writeFileSync('saved/log/metrics.csv', `${rows.join('\n')}\n`);
