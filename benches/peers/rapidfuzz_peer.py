#!/usr/bin/env python3
"""What a careful analyst writes with rapidfuzz: blocks of equal birth year and given name, a weighted likeness, a threshold.

    python rapidfuzz_peer.py STEPS OUT.csv

Reads the clean columns as `splink_peer.py` does; the likeness, 0..1, stands in the place of a probability.
"""

import json
import resource
import sys
import time
from pathlib import Path

import polars as pl
from rapidfuzz import fuzz

COLUMNS = ["id", "name_key", "born_from", "born_to", "national_id", "party_card", "home_place"]


def likeness(a, b):
    for number in ("national_id", "party_card"):
        if a[number] and a[number] == b[number]:
            return 1.0
    name = fuzz.token_sort_ratio(a["name_key"], b["name_key"]) / 100
    birth = 1.0 if (a["born_from"], a["born_to"]) == (b["born_from"], b["born_to"]) else 0.5
    home = fuzz.token_set_ratio(a["home_place"], b["home_place"]) / 100 if a["home_place"] and b["home_place"] else 0.5
    return 0.5 * name + 0.3 * birth + 0.2 * home


def main():
    steps, out = Path(sys.argv[1]), sys.argv[2]
    began = time.perf_counter()

    def people(name):
        frame = pl.read_parquet(steps / f"{name}.parquet", columns=COLUMNS).drop_nulls("name_key")
        given = pl.col("name_key").str.split(" ").list.last()
        return frame.with_columns(given=given, year=pl.col("born_from").dt.year())

    blocks = {}
    for row in people("clean-cases").iter_rows(named=True):
        keys = [("b", row["given"], row["year"]), ("n", row["national_id"]), ("p", row["party_card"])]
        for key in (key for key in keys if key[-1] is not None):
            blocks.setdefault(key, []).append(row)
    found = {}
    for row in people("clean-candidates").iter_rows(named=True):
        keys = [("b", row["given"], row["year"]), ("n", row["national_id"]), ("p", row["party_card"])]
        for key in (key for key in keys if key[-1] is not None):
            for record in blocks.get(key, ()):
                like = likeness(row, record)
                if like >= 0.6:
                    found[row["id"], record["id"]] = like
    rows = [(candidate, record, like) for (candidate, record), like in found.items()]
    pl.DataFrame(rows, schema=["candidate_id", "record_id", "probability"], orient="row").write_csv(out)
    seconds = round(time.perf_counter() - began, 2)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"what": "rapidfuzz", "seconds": seconds, "peak_mb": round(memory)}))


if __name__ == "__main__":
    main()
