"""Texts as columns of tf-idf."""
import csv
import sys
from pathlib import Path

import joblib
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer

source, folder = Path(sys.argv[1]), Path(sys.argv[2])
params = yaml.safe_load(Path("params.yaml").read_text())["featurize"]
vectorizer = TfidfVectorizer(max_features=params["max_features"], ngram_range=(1, params["ngrams"]))
folder.mkdir(parents=True, exist_ok=True)
for name in ("train", "test"):
    texts, labels = zip(*((text, int(label)) for text, label in csv.reader((source / f"{name}.csv").open())))
    features = vectorizer.fit_transform(texts) if name == "train" else vectorizer.transform(texts)
    joblib.dump((features, labels), folder / f"{name}.joblib")
