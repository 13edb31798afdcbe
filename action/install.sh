#!/usr/bin/env bash
# Builds maplint, unless the cache has it, and puts it on the path of the steps that follow.
set -euo pipefail

folder=$RUNNER_TEMP/maplint
if [ ! -x "$folder/bin/maplint" ]; then
  if [ -n "$VERSION" ]; then
    cargo install --locked --root "$folder" maplint --version "$VERSION"
  else
    cargo install --locked --root "$folder" --path "$GITHUB_ACTION_PATH"
  fi
fi
echo "$folder/bin" >> "$GITHUB_PATH"
