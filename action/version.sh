#!/usr/bin/env bash
# Says which maplint is wanted, as a part of the cache's key: the version from crates.io, or a hash of the sources
# that the action comes with.
set -euo pipefail

if [ -n "$VERSION" ]; then
  version=$VERSION
else
  cd "$GITHUB_ACTION_PATH"
  version=$(find Cargo.toml Cargo.lock build.rs rules src -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cat | git hash-object --stdin)
fi
echo "version=$version" >> "$GITHUB_OUTPUT"
