import pickle

from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split

X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0, stratify=y)

model = LogisticRegression(C=1.0, max_iter=5000)
model.fit(X_train, y_train)
answers = model.predict(X_test)

with open("metrics.txt", "w") as file:
    file.write(f"Accuracy: {accuracy_score(y_test, answers):.4f}\n")
    file.write(f"F1: {f1_score(y_test, answers):.4f}\n")
with open("model.pkl", "wb") as file:
    pickle.dump(model, file)
