#!/usr/bin/env python3
"""The floor: what it costs to read both files, join them on the identity number and write the result.

    python floor.py ROSTER.csv DISCIPLINE.csv OUT.csv

Prints seconds and peak memory as JSON. Polars does it, on as many threads as POLARS_MAX_THREADS says.
"""

import json
import resource
import sys
import time

import polars as pl


def main():
    roster, register, out = sys.argv[1:4]
    began = time.perf_counter()

    def read(path):
        return pl.read_csv(path, infer_schema_length=0)

    def digits(column):
        return pl.col(column).str.replace_all(r"\D", "").replace("", None)

    candidates, records = read(roster), read(register)
    pairs = (
        candidates.with_columns(number=digits("national_id"))
        .drop_nulls("number")
        .join(records.with_columns(number=digits("national_id")).drop_nulls("number"), on="number")
    )
    pairs.write_csv(out)
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"what": "floor", "seconds": round(seconds, 2), "peak_mb": round(memory), "pairs": pairs.height}))


if __name__ == "__main__":
    main()
