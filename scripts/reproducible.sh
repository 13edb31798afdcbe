#!/usr/bin/env bash
# Builds a release twice, in two folders with nothing in common, and compares: the same bytes.
#
# Paths are the one thing of the surroundings that a compiler writes into a program (where a panic was, where a source of C
# lies); each is given another name, for rustc and for the C compiler. Nothing is built incrementally, and versions are those of
# Cargo.lock. The compilers and the system's C library remain: the same are needed for the same bytes.
set -euo pipefail

usage() {
    cat <<'END'
Usage: scripts/reproducible.sh [FILE]

Builds the release of the commit that is checked out, from a clean copy, twice, and prints its
SHA-256. Exit code 1: the two differ. With FILE, the program is copied there.
END
}

fail() {
    echo "error: $1" >&2
    exit 2
}

case "${1:-}" in
    -h | --help) usage && exit 0 ;;
    -*) fail "unknown option $1; see --help" ;;
esac
cd "$(dirname "$0")/.."
for tool in git cargo rustc sha256sum; do
    command -v "$tool" >/dev/null || fail "$tool is not on the path"
done

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
home=$(cd "${CARGO_HOME:-$HOME/.cargo}" && pwd)
compiler=$(rustc --print sysroot)

# Builds in a folder of this name, and prints the hash of the program.
build() {
    local source=$place/$1/source target=$place/$1/target
    mkdir -p "$source"
    git archive HEAD | tar -x -C "$source"
    local names=("$source=/maplint" "$target=/target" "$home=/cargo" "$compiler=/rust")
    local rust="" c=""
    for name in "${names[@]}"; do
        rust+="${rust:+$'\x1f'}--remap-path-prefix=$name"
        c+="${c:+ }-ffile-prefix-map=$name"
    done
    (
        cd "$source"
        unset RUSTFLAGS
        CARGO_ENCODED_RUSTFLAGS=$rust CFLAGS=$c CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$target SOURCE_DATE_EPOCH=0 \
            cargo build --release --locked --bin maplint >&2
    )
    sha256sum <"$target/release/maplint" | cut -d' ' -f1
}

first=$(build a)
[ -z "${1:-}" ] || cp "$place/a/target/release/maplint" "$1"
rm -rf "$place/a/target"
second=$(build another-folder/with-a-longer-name)
if [ "$first" != "$second" ]; then
    echo "$first $second: the two builds differ" >&2
    exit 1
fi
echo "$first"
