#!/usr/bin/env bash
# A release build guided by profiles: build with counters, run over code, build again with what was counted.
#
# Guided are maplint and all Rust code it is built of (by rustc, whose profiles `llvm-profdata` of the same LLVM
# merges), and the C code of the Go parser and of the allocator (by gcc, which needs no further tool). The
# standard library comes built from Rust and stays as it is.
set -euo pipefail

usage() {
    cat <<'END'
Usage: scripts/pgo.sh [TREE...]

Builds target/pgo/maplint, a release build guided by profiles of runs over the
cases in testdata and over each TREE (a folder with the root of a Go module or
of a Cargo workspace). Without a TREE the profiles are those of small programs;
name at least one large project of each language.

Needs rustup's component llvm-tools (`rustup component add llvm-tools`) and gcc.
Environment: CARGO_TARGET_DIR, where to build [default: target].
END
}

fail() {
    echo "error: $1" >&2
    exit 2
}

for argument in "$@"; do
    case "$argument" in
        -h | --help) usage && exit 0 ;;
        -*) fail "unknown option $argument; see --help" ;;
        *) [ -d "$argument" ] || fail "$argument is not a folder" ;;
    esac
done
trees=()
for tree in "$@"; do
    trees+=("$(cd "$tree" && pwd)")
done
cd "$(dirname "$0")/.."

for tool in cargo rustc gcc; do
    command -v "$tool" >/dev/null || fail "$tool is not on the path"
done
gcc --version | grep -q 'Free Software Foundation' || fail "gcc is another compiler under this name; gcc's own profiles are needed"
host=$(rustc --version --verbose | sed -n 's/^host: //p')
profdata="$(rustc --print sysroot)/lib/rustlib/$host/bin/llvm-profdata"
[ -x "$profdata" ] || fail "llvm-profdata of rustc's own LLVM is missing: rustup component add llvm-tools"

target=$(mkdir -p "${CARGO_TARGET_DIR:-target}" && cd "${CARGO_TARGET_DIR:-target}" && pwd)/pgo
build=$target/build
profiles=$target/profiles
rm -rf "$build" "$profiles"
mkdir -p "$profiles/rust" "$profiles/c"

# Builds with flags for rustc, one a line, and for gcc. They stand in files because the folders that Cargo builds in are
# named by a hash of RUSTFLAGS, and gcc knows a profile by the path of the object that it is of. With --target the
# flags are not those of build scripts.
build() {
    printf '%s\n' "$1" >"$profiles/rustc-flags"
    printf '%s\n' "$2" >"$profiles/gcc-flags"
    rm -rf "${build:?}/$host"
    CC=gcc RUSTFLAGS="${RUSTFLAGS:-} @$profiles/rustc-flags" CFLAGS="${CFLAGS:-} @$profiles/gcc-flags" CARGO_TARGET_DIR=$build \
        cargo build --release --locked --bin maplint --target "$host"
}

# A hash of what is built: profiles are of these very functions.
sources() {
    find src build.rs Cargo.toml Cargo.lock -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum
}

# Findings are what the runs are for: only a run that could not do its work fails.
train() {
    (cd "$1" && "$build/$host/release/maplint" --quiet --exit-zero --no-cache ./... >/dev/null) || echo "warning: not all of $1 could be read" >&2
}

echo "building with counters" >&2
counted=$(sources)
build "-Cprofile-generate=$profiles/rust"$'\n'-Clink-arg=-lgcov "-fprofile-generate -fprofile-update=atomic -fprofile-dir=$profiles/c"

echo "running" >&2
train testdata
for tree in ${trees[@]+"${trees[@]}"}; do
    train "$tree"
done
"$profdata" merge --output="$profiles/rust.profdata" "$profiles/rust" || fail "the profiles of Rust code cannot be merged"
find "$profiles/c" -name '*.gcda' | grep -q . || fail "the C code left no profiles"

# Threads count at once, and gcc refuses what does not add up unless it is told to smooth it.
echo "building with profiles" >&2
[ "$(sources)" = "$counted" ] || fail "the sources have changed since they were built with counters"
build "-Cprofile-use=$profiles/rust.profdata" "-fprofile-use=$profiles/c -fprofile-correction -Wno-missing-profile"
cp "$build/$host/release/maplint" "$target/maplint"
echo "$target/maplint"
