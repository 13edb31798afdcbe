#!/usr/bin/env bash
# Lints, and says how it went without failing: the report is uploaded first.
set -euo pipefail
# Lists of words are split at blanks; a `*` in them is maplint's.
set -f

arguments=(--output "sarif=$SARIF_FILE")
if [ "$UPLOAD" != true ]; then
  # Nobody else shows the findings at their lines.
  arguments+=(--format github)
fi
if [ "$SINCE" = auto ]; then
  SINCE=$PULL_REQUEST_BASE
fi
if [ -n "$SINCE" ]; then
  # A checkout has the newest commit alone.
  git rev-parse --quiet --verify "$SINCE^{commit}" > /dev/null || git fetch --quiet --no-tags --depth=1 origin "$SINCE"
  arguments+=(--since "$SINCE")
fi

code=0
# shellcheck disable=SC2086
maplint check "${arguments[@]}" $ARGUMENTS $LINT_PATHS || code=$?
echo "exit-code=$code" >> "$GITHUB_OUTPUT"
echo "sarif-file=$PWD/$SARIF_FILE" >> "$GITHUB_OUTPUT"
if [ ! -f "$SARIF_FILE" ]; then
  # Nothing could be linted, so there is nothing to upload.
  exit "$code"
fi
