import { writeModel } from '../common/write-model.js';

writeModel('clicks', [3, 1, 2], { 'ndcg@10': 0.6 });
