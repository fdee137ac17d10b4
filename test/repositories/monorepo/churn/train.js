import { writeModel } from '../common/write-model.js';

writeModel('churn', [0.1, 0.2], { roc_auc: { train: 0.9, test: 0.8 } });
