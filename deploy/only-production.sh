#!/bin/sh
# Leaves under the current directory what the workspaces named as arguments run with; expects their production dependencies to be
# installed, and everything built. Type declarations and source maps are two thirds of node_modules, and nothing runs them.
set -eu

for workspace in libs/* apps/*; do
  name=$(basename "$workspace")
  # npm has linked the workspaces that the installed one depends on, and itself.
  if [ -e "node_modules/@skein/$name" ] || echo " $* " | grep -q " $workspace "; then
    rm -rf "$workspace/src"
  else
    rm -rf "$workspace"
  fi
done
find . -type f \( -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.map' -o -name '*.tsbuildinfo' -o -name '*.md' \) -delete
find . -name tsconfig.json -not -path '*/node_modules/*' -delete
# npm's own note of what it has installed; and the way in for bundlers, which is a copy of all of TypeORM.
rm -rf node_modules/.package-lock.json node_modules/typeorm/browser .npmrc package-lock.json
find . -type d -empty -delete
