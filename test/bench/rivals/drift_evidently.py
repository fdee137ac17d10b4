"""The default preset of Evidently, with pandas. Usage: python drift_evidently.py reference.csv current.csv"""
import resource
import sys
import pandas as pd
from evidently import Report
from evidently.presets import DataDriftPreset

reference, current = (pd.read_csv(path) for path in sys.argv[1:3])
print(len(Report([DataDriftPreset()]).run(current, reference).json()))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
