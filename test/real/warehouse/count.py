"""
Answers queries of `operation: count-sql` with a real engine, all in one session of it:
python count.py duckdb|spark [TABLE=FILE.parquet CONDITION QUERY.sql RESULT.csv]...
"""

import glob
import os
import shutil
import sys
import tempfile


def duckdb_session():
    import duckdb

    connection = duckdb.connect()

    def answer(name, path, condition, query, result):
        connection.execute(f"create view {name} as select * from read_parquet('{path}') where {condition}")
        connection.execute(f"copy ({query}) to '{result}' (header)")

    return answer


def spark_session():
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    from pyspark.sql import SparkSession

    options = {
        "spark.driver.memory": "900m",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        # Short work is over before the second compiler pays.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
    }
    builder = SparkSession.builder.master("local[2]")
    for key, value in options.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()

    def answer(name, path, condition, query, result):
        spark.read.parquet(path).where(condition).createOrReplaceTempView(name)
        with tempfile.TemporaryDirectory() as folder:
            written = os.path.join(folder, "result")
            spark.sql(query).coalesce(1).write.csv(
                written, header=True, escape='"', ignoreLeadingWhiteSpace=False, ignoreTrailingWhiteSpace=False
            )
            shutil.copy(glob.glob(f"{written}/part-*.csv")[0], result)

    return answer


engine, *cases = sys.argv[1:]
answer = {"duckdb": duckdb_session, "spark": spark_session}[engine]()
for table, condition, query_path, result in zip(*(cases[start::4] for start in range(4)), strict=True):
    name, path = table.split("=")
    with open(query_path) as file:
        answer(name, path, condition, file.read(), result)
