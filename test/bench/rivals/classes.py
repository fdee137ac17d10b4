"""scikit-learn's metrics of ten classes, of two models, without any interval.
Usage: python classes.py challenger.csv champion.csv"""
import sys
import pandas as pd
from sklearn import metrics as sk

challenger, champion = (pd.read_csv(path) for path in sys.argv[1:3])
columns = [name for name in challenger.columns if name.startswith("p_")]
champion = champion.set_index("id").loc[challenger["id"]]
y = challenger["label"].to_numpy()
for table in (challenger, champion):
    p = table[columns].to_numpy()
    p = p / p.sum(axis=1, keepdims=True)
    d = p.argmax(axis=1)
    print(
        sk.log_loss(y, p), sk.accuracy_score(y, d), sk.balanced_accuracy_score(y, d), sk.f1_score(y, d, average="macro"),
        sk.f1_score(y, d, average="micro"), sk.f1_score(y, d, average="weighted"), sk.matthews_corrcoef(y, d),
        sk.cohen_kappa_score(y, d), sk.roc_auc_score(y, p, multi_class="ovr"), sk.brier_score_loss(y, p),
        sk.top_k_accuracy_score(y, p, k=3),
    )
print("nan")
