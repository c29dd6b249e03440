#!/bin/sh
# Makes the pages of man/*.md, in the folder with all sources.
set -eu
for page in man/*.md; do
  name=$(basename "$page" .md)
  section=${name##*.}
  mkdir -p "man/man$section"
  { printf '.TH "%s" "%s" "%s"\n' "${name%.*}" "$section" "$(cat /manpages/title)"; cat "$page"; } >"man/man$section/$name"
done
