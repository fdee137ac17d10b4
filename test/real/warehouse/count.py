"""Answers a query of `operation: profile-sql` with a real engine: python count.py duckdb|spark TABLE=FILE.parquet QUERY.sql RESULT.csv"""

import glob
import os
import shutil
import sys
import tempfile

engine, table, query_path, result = sys.argv[1:]
name, path = table.split("=")
query = open(query_path).read()

if engine == "duckdb":
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"create view {name} as select * from read_parquet('{path}')")
    connection.execute(f"copy ({query}) to '{result}' (header)")
else:
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    from pyspark.sql import SparkSession

    options = {
        "spark.driver.memory": "900m",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
    }
    builder = SparkSession.builder.master("local[2]")
    for key, value in options.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.read.parquet(path).createOrReplaceTempView(name)
    with tempfile.TemporaryDirectory() as folder:
        written = os.path.join(folder, "result")
        spark.sql(query).coalesce(1).write.csv(
            written, header=True, escape='"', ignoreLeadingWhiteSpace=False, ignoreTrailingWhiteSpace=False
        )
        shutil.copy(glob.glob(f"{written}/part-*.csv")[0], result)
    spark.stop()
