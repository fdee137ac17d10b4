import { writeModel } from '../common/write-model.js';

writeModel('prices', [0.5, 1.5], { rmse: 0.8 });
