import mlflow
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV

mlflow.sklearn.autolog()
features, labels = load_iris(return_X_y=True, as_frame=True)
search = GridSearchCV(RandomForestClassifier(n_estimators=5, random_state=0), {"max_depth": [1, 2, 3]}, cv=2)
search.fit(features, labels)
