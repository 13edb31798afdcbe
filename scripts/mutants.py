#!/usr/bin/env python3
"""Runs maplint over mutants of real source files: lines cut out, doubled and swapped, bytes deleted, texts cut off.

    scripts/mutants.py [--maplint BIN] [--count 100000] [--seed 1] FOLDER...

Every `.go` and `.rs` file below the folders is a seed; each mutant is a package or crate of its own, and some hundreds are
checked in one run. A run that ends otherwise than with 0 or 1, takes minutes, or tells of a fault of maplint's own is told, and its
tree is kept. The same folders and seed give the same mutants.
"""

import argparse
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

BATCH = 500
LARGEST = 64 << 10
SECONDS = 300
MANIFEST = '[package]\nname = "m{}"\nversion = "0.0.0"\nedition = "2024"\n'


def mutated(text, random):
    """The bytes of a mutant that is still UTF-8."""
    for _ in range(random.randint(1, 6)):
        lines = text.splitlines(keepends=True)
        kind = random.randrange(6)
        if kind == 0:
            text = text[: random.randint(0, len(text))]
        elif kind == 1 and text:
            at = random.randrange(len(text))
            text = text[:at] + text[at + random.randint(1, 40) :]
        elif kind == 2 and len(lines) > 1:
            one, two = random.randrange(len(lines)), random.randrange(len(lines))
            lines[one], lines[two] = lines[two], lines[one]
            text = "".join(lines)
        elif kind == 3 and lines:
            at = random.randrange(len(lines))
            text = "".join(lines[:at] + lines[at : at + random.randint(1, 9)] * 2 + lines[at:])
        elif kind == 4 and lines:
            at = random.randrange(len(lines))
            text = "".join(lines[:at] + lines[at + random.randint(1, 9) :])
        elif text:
            at = random.randrange(len(text))
            text = text[:at] + random.choice("(){}[]<>;,.:=&*!|'\"`/\\#@\n\0\u00e9") + text[at:]
    return text.encode()


def written(folder, number, seed, random):
    """Writes one mutant."""
    here = folder / str(number)
    text = mutated(seed.read_text(encoding="utf-8", errors="ignore"), random)
    if seed.suffix == ".go":
        here.mkdir()
        (here / "go.mod").write_text("module example.com/m\n\ngo 1.22\n")
        (here / "m.go").write_bytes(text)
    else:
        (here / "src").mkdir(parents=True)
        (here / "Cargo.toml").write_text(MANIFEST.format(number))
        (here / "src/lib.rs").write_bytes(text)


def fault_of(maplint, folder):
    """What is wrong with a run over the folder, if something is."""
    command = [maplint, "--no-config", "--no-cache", "--format", "json", "--select", "all", "./..."]
    try:
        run = subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f"it takes more than {SECONDS} s"
    if run.returncode not in (0, 1):
        return f"exit code {run.returncode}: {run.stderr.decode(errors='replace')[:2000]}"
    errors = json.loads(run.stdout)["errors"]
    ours = [error for error in errors if "please report it" in error["message"]]
    return f"{ours}" if ours else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--maplint", default="maplint")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    asked = parser.parse_args()
    files = (file for folder in asked.folders for file in sorted(folder.rglob("*")))
    seeds = [file for file in files if file.suffix in (".go", ".rs") and file.is_file() and file.stat().st_size <= LARGEST]
    if not seeds:
        sys.exit("no Go or Rust files")
    source = random.Random(asked.seed)
    faults = 0
    for start in range(0, asked.count, BATCH):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="mutants-"))
        for number in range(start, min(start + BATCH, asked.count)):
            written(folder, number, source.choice(seeds), source)
        fault = fault_of(asked.maplint, folder)
        if fault:
            faults += 1
            print(f"{folder}: {fault}", flush=True)
        else:
            shutil.rmtree(folder)
    print(f"{asked.count} mutants of {len(seeds)} files, {faults} runs with a fault")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
