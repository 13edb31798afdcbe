#!/usr/bin/env python3
"""Kills maplint while it writes, at random times, and looks at what is left: each file is old or new, whole.

    scripts/kills.py [--maplint BIN] [--count 1000] [--seed 1]

In turns, a run with `--fix`, one with `--write-baseline` and one that fills its cache are killed, half of them anywhere in the run,
half once they write. Each is then run again: what it gives is what a run gives that nobody killed, in the same bytes, with no word
of a damaged cache, and nothing lies about that the killed run had begun. The times are those of the machine; the seed
decides the rest.
"""

import argparse
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

FILES = 48
# So large that a file is not written at a stroke.
COMMENT = "// Words that stand here so that the file takes some time to be written.\n" * 600
OLD = "make(map[string]int)"
NEW = "make(map[string]int, len(names))"
FUNCTION = """
func of{0}(names []string) map[string]int {{
	places := {1}
	for at, name := range names {{
		places[name] = at
	}}
	go func() {{ places["a"] = 1 }}()
	places["b"] = 2
	return places
}}
"""
PATIENCE = 60


def text_of(number, functions, comment, make):
    """A file, each of whose functions has a fix and a race."""
    parts = [FUNCTION.format(f"{number}x{function}", make) for function in range(functions)]
    return f"package a\n\n{comment}" + "".join(parts)


def write_package(folder, functions, comment):
    """Writes a module; gives its files by name, as they are and as they are fixed."""
    folder.mkdir()
    (folder / "go.mod").write_text("module example.com/a\n\ngo 1.22\n")
    files = {f"f{number:02}.go": [text_of(number, functions, comment, make) for make in (OLD, NEW)] for number in range(FILES)}
    for name, (old, _) in files.items():
        (folder / name).write_text(old)
    return files


class Killer:
    def __init__(self, maplint, source):
        self.maplint, self.random = maplint, source
        self.killed = self.writing = 0

    def command(self, arguments):
        return [self.maplint, "check", "--no-config", "--exit-zero", *arguments]

    def run(self, folder, arguments):
        """A run to its end: its output, without the time that it took."""
        run = subprocess.run(self.command(arguments), cwd=folder, capture_output=True, timeout=PATIENCE)
        if run.returncode != 0 or b"damaged" in run.stderr or b"please report it" in run.stderr:
            raise AssertionError(f"{arguments}: exit code {run.returncode}: {run.stderr.decode(errors='replace')}")
        return run.stdout

    def seconds(self, folder, arguments):
        """How long a run takes."""
        started = time.monotonic()
        self.run(folder, arguments)
        return time.monotonic() - started

    def kill(self, folder, arguments, seconds, is_writing):
        """Starts a run of about so many seconds and kills it: anywhere, or as soon as it writes and a little later."""
        anywhere = self.random.random() < 0.5
        run = subprocess.Popen(self.command(arguments), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if anywhere:
            time.sleep(self.random.uniform(0, seconds))
        else:
            started = time.monotonic()
            while run.poll() is None and not is_writing() and time.monotonic() - started < PATIENCE:
                pass
            time.sleep(self.random.uniform(0, 0.002))
        run.kill()
        self.killed += run.wait() < 0
        self.writing += is_writing()


def unfinished(folder):
    """What runs have begun to write there."""
    return sorted(path.name for path in folder.glob("*") if path.name.endswith(".part"))


def must(holds, what):
    if not holds:
        raise AssertionError(what)


class Fix:
    arguments = ["--fix", "--quiet", "--no-cache"]

    def __init__(self, place, killer):
        self.place, self.killer = place, killer
        write_package(place / "timed", 1, COMMENT)
        self.seconds = killer.seconds(place / "timed", self.arguments)
        self.halfway = 0

    def once(self):
        folder = self.place / "fix"
        files = write_package(folder, 1, COMMENT)
        last = self.killer.random.choice(sorted(files)[:-8])
        size = len(files[last][0])
        self.killer.kill(folder, self.arguments, self.seconds, lambda: (folder / last).stat().st_size != size)
        texts = {name: (folder / name).read_text() for name in files}
        for name, text in texts.items():
            must(text in files[name], f"{name} is neither old nor new")
        self.halfway += 0 < sum(text == files[name][1] for name, text in texts.items()) < FILES
        left = {path.name for path in folder.iterdir()} - set(files) - {"go.mod"} - set(unfinished(folder))
        must(not left, f"{left} lies about")
        self.killer.run(folder, self.arguments)
        must(all((folder / name).read_text() == new for name, (_, new) in files.items()), "the next run does not end the work")
        must(not unfinished(folder), f"{unfinished(folder)} lies about")
        shutil.rmtree(folder)


class Baseline:
    arguments = ["--write-baseline=kept.json", "--grow-baseline", "--quiet", "--no-cache"]

    def __init__(self, place, killer):
        self.folder, self.killer = place / "baseline", killer
        write_package(self.folder, 20, "")
        self.file = self.folder / "kept.json"
        killer.run(self.folder, [*self.arguments, "f00.go"])
        self.old = self.file.read_bytes()
        self.seconds = killer.seconds(self.folder, self.arguments)
        self.new = self.file.read_bytes()
        must(self.old != self.new, "the baseline does not grow")
        self.halfway = 0

    def once(self):
        self.file.write_bytes(self.old)
        writes = lambda: unfinished(self.folder) != [] or self.file.stat().st_size != len(self.old)
        self.killer.kill(self.folder, self.arguments, self.seconds, writes)
        must(self.file.read_bytes() in (self.old, self.new), "the baseline is neither old nor new")
        self.halfway += unfinished(self.folder) != []
        self.killer.run(self.folder, self.arguments)
        must(self.file.read_bytes() == self.new, "the next run does not end the work")
        must(not unfinished(self.folder), f"{unfinished(self.folder)} lies about")


class Cache:
    def __init__(self, place, killer):
        self.folder, self.cache, self.killer = place / "cached", place / "cache", killer
        self.files = write_package(self.folder, 20, "")
        self.arguments = ["--format", "concise", "--verbose", "--cache-dir", str(self.cache)]
        self.seconds = killer.seconds(self.folder, self.arguments)
        self.halfway = self.turn = 0

    def once(self):
        self.turn += 1
        name = self.killer.random.choice(sorted(self.files))
        text = self.files[name][0].replace("range names", "range names[1:]") if self.turn % 2 else self.files[name][0]
        (self.folder / name).write_text(text + f"\nfunc turn{self.turn}() {{}}\n")
        if self.killer.random.random() < 0.2:
            shutil.rmtree(self.cache, ignore_errors=True)
        before = set(unfinished(self.cache))
        writes = lambda: set(unfinished(self.cache)) > before
        self.killer.kill(self.folder, self.arguments, self.seconds, writes)
        self.halfway += writes()
        plain = self.killer.run(self.folder, ["--format", "concise", "--no-cache"])
        must(self.killer.run(self.folder, self.arguments) == plain, "the cache gives other findings")
        must(self.killer.run(self.folder, self.arguments) == plain, "what the cache keeps gives other findings")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--maplint", default="maplint")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    place = pathlib.Path(tempfile.mkdtemp(prefix="kills-"))
    killer = Killer(str(pathlib.Path(asked.maplint).resolve()) if "/" in asked.maplint else asked.maplint, random.Random(asked.seed))
    kinds = [kind(place, killer) for kind in (Fix, Baseline, Cache)]
    for turn in range(asked.count):
        kind = kinds[turn % len(kinds)]
        try:
            kind.once()
        except AssertionError as error:
            sys.exit(f"kill {turn + 1}, {type(kind).__name__.lower()}: {error}; what is left is in {place}")
    halfway = ", ".join(f"{kind.halfway} of {type(kind).__name__.lower()} halfway" for kind in kinds)
    shutil.rmtree(place)
    print(f"{asked.count} runs, {killer.killed} killed before their end, {killer.writing} once they wrote; {halfway}; no file damaged")


if __name__ == "__main__":
    main()
