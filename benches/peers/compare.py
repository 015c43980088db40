#!/usr/bin/env python3
"""The program, the floor and the peers on one invented batch, one after the other on the same cores.

    python compare.py THAMDINH CANDIDATES RECORDS [--mix MIX] [--seed N] [--threads N] [--only floor,run,splink,rapidfuzz] [--tight | --wide]
        [--two-files]

THAMDINH is the built program (target/release/thamdinh). Needs the packages of requirements.txt. Prints a table: seconds, seconds over
the floor's, peak memory, and how good the links are against the truth.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def run(command, threads):
    """Seconds, peak memory in MB and what was printed."""
    environment = {**os.environ, "POLARS_MAX_THREADS": str(threads), "RAYON_NUM_THREADS": str(threads)}
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        child = subprocess.Popen([str(part) for part in command], stdout=out, stderr=subprocess.DEVNULL, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        if status:
            sys.exit(f"failed: {' '.join(map(str, command))}")
        out.seek(0)
        return seconds, usage.ru_maxrss / 1024, out.read()


def quality(pairs, truth):
    """Average precision, best F1, recall at precision 0.99; equal probabilities are one step."""
    best = {}
    with open(pairs, newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row.get("source", "discipline") == "discipline":
                pair = (row["candidate_id"], row["record_id"])
                best[pair] = max(best.get(pair, 0.0), float(row["probability"]))
    steps = {}
    for pair, probability in best.items():
        step = steps.setdefault(probability, [0, 0])
        step[0] += 1
        step[1] += pair in truth
    declared = hits = 0
    average = recall = best_f1 = at_p99 = 0.0
    for probability in sorted(steps, reverse=True):
        declared, hits = declared + steps[probability][0], hits + steps[probability][1]
        precision, before, recall = hits / declared, recall, hits / len(truth)
        average += (recall - before) * precision
        best_f1 = max(best_f1, 2 * hits / (declared + len(truth)))
        if precision >= 0.99:
            at_p99 = max(at_p99, recall)
    return f"{average:9.4f} {best_f1:8.4f} {at_p99:8.4f} {sum(pair in best for pair in truth) / len(truth):8.4f}"


def keep_two_files(path):
    """Leaves out the inputs that the floor does not read."""
    head, *inputs = path.read_text(encoding="utf-8").split("[[input]]")
    rules = inputs[-1][inputs[-1].index("[rules]") :]
    bodies = [text.split("[rules]")[0] for text in inputs]
    kept = [body for body in bodies if 'kind = "roster"' in body or 'kind = "discipline"' in body]
    path.write_text(head + "".join("[[input]]" + body for body in kept) + rules, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("candidates", type=int)
    parser.add_argument("records", type=int)
    parser.add_argument("--mix", default="ordinary")
    parser.add_argument("--seed", default="20")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--only", default="floor,run,splink,rapidfuzz")
    parser.add_argument("--tight", action="store_true", help="Splink without the blocking rules that make a million records slow")
    parser.add_argument("--wide", action="store_true", help="Splink with blocking rules that keep more true pairs")
    parser.add_argument("--two-files", action="store_true", help="run on the roster and the register of discipline alone, as the floor does")
    args = parser.parse_args()
    wanted = args.only.split(",")
    program = Path(args.program).resolve()
    print("                    seconds  of floor  peak MB   av.prec  best F1  at P .99  emitted")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        batch = folder / "batch"
        size = ["--candidates", args.candidates, "--records", args.records, "--mix", args.mix, "--seed", args.seed]
        run([program, "sample", batch, *size], args.threads)
        if args.two_files:
            keep_two_files(batch / "batch.toml")
        with open(batch / "truth.csv", newline="", encoding="utf-8") as file:
            truth = {(row["candidate_id"], row["record_id"]) for row in csv.DictReader(file)}
        floor = None

        def line(name, seconds, memory, pairs=None):
            ratio = f"{seconds / floor:9.1f}" if floor else " " * 9
            print(f"{name:<18} {seconds:8.2f} {ratio} {memory:8.0f} {quality(pairs, truth) if pairs else ''}", flush=True)

        if "floor" in wanted:
            files = [batch / "roster.csv", batch / "discipline.csv", folder / "floor.csv"]
            # The second of two runs, with the files in the system's memory, as for the others.
            run([sys.executable, HERE / "floor.py", *files], args.threads)
            _, memory, out = run([sys.executable, HERE / "floor.py", *files], args.threads)
            floor = json.loads(out)["seconds"]
            line("floor", floor, memory)
        if "run" in wanted:
            command = [program, "run", batch / "batch.toml", "--out", folder / "out", "--quiet", "--threads", args.threads]
            seconds, memory, _ = run(command, args.threads)
            line("thamdinh run", seconds, memory, folder / "out" / "links.csv")
            with open(folder / "out" / "summary.json", encoding="utf-8") as file:
                timings = json.load(file)["timings"]
            print("  " + ", ".join(f"{step['stage']} {step['seconds']:.2f}" for step in timings))
        peers = [peer for peer in ("splink", "rapidfuzz") if peer in wanted]
        if peers:
            steps = folder / "steps"
            run([program, "run", batch / "batch.toml", "--out", folder / "again", "--quiet", "--keep-steps", steps], args.threads)
        for peer in peers:
            out = folder / f"{peer}.csv"
            extra = [flag for flag, is_on in (("--tight", args.tight), ("--wide", args.wide)) if is_on and peer == "splink"]
            seconds, memory, _ = run([sys.executable, HERE / f"{peer}_peer.py", steps, out, *extra], args.threads)
            line(peer, seconds, memory, out)


if __name__ == "__main__":
    main()
