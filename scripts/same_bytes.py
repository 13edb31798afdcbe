#!/usr/bin/env python3
"""Runs maplint many times over a tree, each time in other surroundings: the output is the same, byte for byte.

    scripts/same_bytes.py [--maplint BIN] [--count 100] [--seed 1] FOLDER

Each run has one to eight threads, the folders of the tree in another order, another locale, time zone and width of the terminal,
and takes nothing from earlier runs, or what the runs before it have kept. What is written to both streams and the exit code
are compared with those of the first, the time that it took aside. The home stays: Go's module cache lies there, with the
libraries whose types are read.
"""

import argparse
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

LOCALES = ["C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8", "ja_JP.eucJP", "none", ""]
ZONES = ["UTC", "Pacific/Kiritimati", "America/Adak", "Asia/Kathmandu", ":/nowhere", ""]
ELAPSED = re.compile(rb'"elapsed_ms": \d+')


def surroundings(source):
    """Variables of the environment."""
    changed = dict(os.environ)
    changed.update(
        LC_ALL=source.choice(LOCALES),
        LANG=source.choice(LOCALES),
        TZ=source.choice(ZONES),
        COLUMNS=str(source.choice([1, 20, 80, 400])),
    )
    return changed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--maplint", default="maplint")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folder", type=pathlib.Path)
    asked = parser.parse_args()
    maplint = str(pathlib.Path(asked.maplint).resolve()) if "/" in asked.maplint else asked.maplint
    names = sorted(path.name for path in asked.folder.iterdir() if path.is_dir() and path.name[0] not in "._")
    paths = [".", *(f"./{name}/..." for name in names if name not in ("vendor", "testdata", "target", "node_modules"))]
    source = random.Random(asked.seed)
    first, findings, other = None, 0, 0
    with tempfile.TemporaryDirectory(prefix="same-bytes-") as scratch:
        for number in range(asked.count):
            threads = number % 8 + 1
            kept = source.random() < 0.5
            cache = ["--cache-dir", f"{scratch}/cache"] if kept else ["--no-cache"]
            command = [maplint, "check", "--no-config", "--select", "all", "--min-confidence", "possible", "--format", "json"]
            command += ["--threads", str(threads), *cache, *source.sample(paths, len(paths))]
            environment = surroundings(source)
            run = subprocess.run(command, cwd=asked.folder, env=environment, capture_output=True)
            given = (run.returncode, ELAPSED.sub(b"", run.stdout), run.stderr)
            if first is None:
                first, findings = given, given[1].count(b'"fingerprint"')
            elif given != first:
                other += 1
                place = pathlib.Path(tempfile.mkdtemp(prefix="other-bytes-"))
                for name, one in (("first", first), ("this", given)):
                    (place / name).write_bytes(one[1] + one[2])
                print(f"run {number + 1} differs: {' '.join(command)}; both are in {place}", flush=True)
    print(f"{asked.count} runs, {findings} findings, {len(first[1])} bytes, exit code {first[0]}: {other} differ from the first")
    sys.exit(other > 0)


if __name__ == "__main__":
    main()
