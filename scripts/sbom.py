#!/usr/bin/env python3
"""Writes what a build of maplint is made of: a software bill of materials in CycloneDX 1.6, as JSON on standard output.

    scripts/sbom.py [--target TRIPLE] > maplint.cdx.json

It has the crates that are linked into the program or run while it is built for that target, as `Cargo.lock` pins them: their
licences, the hashes of their archives, and who asks for whom. There is no time and no random number in it: the same commit gives
the same bytes.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent


def output(*command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def host():
    lines = output("rustc", "-vV").splitlines()
    return next(line.removeprefix("host: ") for line in lines if line.startswith("host: "))


def reached(root, nodes):
    """What the root needs, but for its tests: by id, the ids of what each asks for."""
    needs, open_ids = {}, [root]
    while open_ids:
        here = open_ids.pop()
        if here in needs:
            continue
        asked = nodes[here]["deps"]
        needs[here] = sorted(one["pkg"] for one in asked if any(kind["kind"] != "dev" for kind in one["dep_kinds"]))
        open_ids.extend(needs[here])
    return needs


def reference(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package, checksums, kind):
    entry = {
        "type": kind,
        "bom-ref": reference(package),
        "name": package["name"],
        "version": package["version"],
        "purl": reference(package),
        # Some manifests separate alternatives in an older way.
        "licenses": [{"expression": " OR ".join(part.strip() for part in package["license"].split("/"))}],
    }
    checksum = checksums.get((package["name"], package["version"]))
    if checksum:
        entry["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    return entry


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--target", help="for which machine it is built; this one, if left out")
    target = parser.parse_args().target or host()
    metadata = json.loads(output("cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target))
    packages = {package["id"]: package for package in metadata["packages"]}
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())
    checksums = {(package["name"], package["version"]): package.get("checksum") for package in lock["package"]}
    root = metadata["resolve"]["root"]
    needs = reached(root, {node["id"]: node for node in metadata["resolve"]["nodes"]})
    rest = sorted((packages[one] for one in needs if one != root), key=reference)
    depends = sorted(needs, key=lambda one: reference(packages[one]))
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": component(packages[root], checksums, "application")},
        "components": [component(package, checksums, "library") for package in rest],
        "dependencies": [
            {"ref": reference(packages[one]), "dependsOn": sorted(reference(packages[other]) for other in needs[one])} for one in depends
        ],
    }
    json.dump(bill, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
