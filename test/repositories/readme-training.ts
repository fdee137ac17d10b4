/** A repository for the configuration and the `score.py` of the README: who leaves, by what they pay, on 28 days. */
const DAYS = 28;
const CUSTOMERS_A_DAY = 25;

const rows = Array.from({ length: DAYS * CUSTOMERS_A_DAY }, (_, index) => {
  const day = Math.floor(index / CUSTOMERS_A_DAY);
  const paid = (index * 37) % 100;
  // One in ten is not as the price says.
  const churned = Number(paid > 60) ^ Number(index % 10 === 0);
  const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
  return `c${index},${paid},${churned},${date},${date}`;
});
const TABLE = `customer,paid,churned,date,day\n${rows.join('\n')}\n`;

export const CHURN = {
  'train.py': `import json
import pickle

import pandas as pd
from sklearn.linear_model import LogisticRegression

table = pd.read_csv("data/train.csv")
model = LogisticRegression(C=1.0).fit(table[["paid"]], table["churned"])
pickle.dump(model, open("model.pkl", "wb"))
json.dump({"accuracy": model.score(table[["paid"]], table["churned"])}, open("metrics.json", "w"))
`,
  'requirements.txt': 'pandas\nscikit-learn\n',
  'data/train.csv': TABLE,
  'data/holdout.csv': TABLE,
} as const;
