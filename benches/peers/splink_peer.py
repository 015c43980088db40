#!/usr/bin/env python3
"""Splink on DuckDB, with the clean columns of `thamdinh run --keep-steps`, tuned as its guides advise.

    python splink_peer.py STEPS OUT.csv [--tight | --wide]

Reads STEPS/clean-candidates.parquet and STEPS/clean-cases.parquet; writes candidate_id, record_id, probability. `--tight` leaves out
the blocking rules that make a million records slow, `--wide` adds rules that keep more true pairs. Prints seconds by step and peak memory as JSON.
"""

import json
import resource
import sys
import time
from pathlib import Path

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

# Partial dates are three columns; places are the codes that cleaning gives.
PEOPLE = """
    select
        id as unique_id,
        full_name,
        name_key,
        split_part(name_key, ' ', 1) as family,
        split_part(name_key, ' ', -1) as given,
        year(born_from) as birth_year,
        case when born_to - born_from <= 31 then strftime(born_from, '%Y-%m') end as birth_month,
        case when born_to = born_from then strftime(born_from, '%Y-%m-%d') end as birth_day,
        sex,
        national_id,
        party_card,
        home_codes,
        home_district,
        home_commune_2025,
        organisation_district
    from read_parquet('{path}')
"""


def comparisons():
    def exact(sql, label, tf=None):
        level = cll.CustomLevel(sql, label_for_charts=label)
        return level.configure(tf_adjustment_column=tf) if tf else level

    def number(column):
        return cl.CustomComparison(
            output_column_name=column,
            comparison_levels=[
                cll.CustomLevel(
                    f"{column}_l is null or {column}_r is null or length({column}_l) <> length({column}_r)",
                    label_for_charts="not comparable",
                ).configure(is_null_level=True),
                exact(f"{column}_l = {column}_r", "same"),
                exact(f"damerau_levenshtein({column}_l, {column}_r) <= 1", "one slip"),
                cll.ElseLevel(),
            ],
        )

    name = cl.CustomComparison(
        output_column_name="name_key",
        comparison_levels=[
            cll.NullLevel("name_key"),
            exact("full_name_l = full_name_r", "same with marks", "name_key"),
            exact("name_key_l = name_key_r", "same without marks", "name_key"),
            exact("jaro_winkler_similarity(name_key_l, name_key_r) >= 0.95", "near"),
            exact("family_l = family_r and given_l = given_r", "ends agree", "given"),
            exact("jaro_winkler_similarity(name_key_l, name_key_r) >= 0.88", "like"),
            exact("given_l = given_r", "given name agrees", "given"),
            cll.ElseLevel(),
        ],
    )
    birth = cl.CustomComparison(
        output_column_name="birth",
        comparison_levels=[
            exact("birth_year_l is null or birth_year_r is null", "unknown").configure(is_null_level=True),
            exact("birth_day_l = birth_day_r", "same day"),
            exact("damerau_levenshtein(birth_day_l, birth_day_r) <= 1", "one slip"),
            exact(
                "birth_day_l[1:4] = birth_day_r[1:4] and birth_day_l[6:7] = birth_day_r[9:10] and birth_day_l[9:10] = birth_day_r[6:7]",
                "day and month swapped",
            ),
            exact("(birth_day_l is null or birth_day_r is null) and birth_month_l = birth_month_r", "same month, day unknown"),
            exact("(birth_month_l is null or birth_month_r is null) and birth_year_l = birth_year_r", "same year, rest unknown"),
            exact("birth_year_l = birth_year_r", "same year"),
            exact("abs(birth_year_l - birth_year_r) <= 1", "a year apart"),
            cll.ElseLevel(),
        ],
    )
    home = cl.CustomComparison(
        output_column_name="home",
        comparison_levels=[
            exact("home_codes_l is null or home_codes_r is null", "unknown").configure(is_null_level=True),
            exact("home_commune_2025_l = home_commune_2025_r", "same commune", "home_commune_2025"),
            exact("home_district_l = home_district_r", "same district", "home_district"),
            exact("(home_codes_l & home_codes_r) <> 0", "same province"),
            cll.ElseLevel(),
        ],
    )
    work = cl.CustomComparison(
        output_column_name="work",
        comparison_levels=[
            cll.NullLevel("organisation_district"),
            exact("organisation_district_l = organisation_district_r", "same district"),
            cll.ElseLevel(),
        ],
    )
    return [name, birth, cl.ExactMatch("sex"), number("national_id"), number("party_card"), home, work]


def blocking(is_tight, is_wide):
    rules = [
        block_on("national_id"),
        block_on("party_card"),
        block_on("given", "birth_day"),
        block_on("family", "birth_day"),
        block_on("name_key", "birth_year"),
        block_on("given", "home_commune_2025"),
    ]
    if not is_tight:
        rules += [
            block_on("family", "given", "birth_year"),
            block_on("family", "given", "home_district"),
            block_on("birth_day", "home_district"),
            block_on("name_key", "home_codes"),
        ]
    if is_wide:
        rules += [
            block_on("name_key"),
            block_on("given", "birth_year"),
            block_on("given", "birth_month"),
            block_on("family", "given", "organisation_district"),
        ]
    return rules


def main():
    steps, out = Path(sys.argv[1]), sys.argv[2]
    times, began = {}, time.perf_counter()

    def lap(name):
        nonlocal began
        now = time.perf_counter()
        times[name], began = round(now - began, 2), now

    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = false")
    api = DuckDBAPI(connection=connection)
    tables = []
    for name in ("clean-candidates", "clean-cases"):
        table = name.replace("-", "_")
        connection.execute(f"create table {table} as {PEOPLE.format(path=steps / (name + '.parquet'))}")
        tables.append(api.register(table, dataset_display_name=table.removeprefix("clean_")))
    lap("load")
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=comparisons(),
        blocking_rules_to_generate_predictions=blocking("--tight" in sys.argv, "--wide" in sys.argv),
    )
    linker = Linker(tables, settings)
    certain = ["l.national_id = r.national_id", "l.party_card = r.party_card"]
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("national_id"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name_key", "birth_day"))
    lap("train")
    pairs = linker.inference.predict(threshold_match_probability=0.001)
    connection.execute(
        f"""copy (select unique_id_l as candidate_id, unique_id_r as record_id, match_probability as probability
        from {pairs.physical_name}) to '{out}' (header)"""
    )
    lap("predict")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = round(sum(times.values()), 2)
    print(json.dumps({"what": "splink", "seconds": seconds, "peak_mb": round(memory), "steps": times}))


if __name__ == "__main__":
    main()
