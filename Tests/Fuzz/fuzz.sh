#!/bin/bash
# Runs a libFuzzer target (with AddressSanitizer) for some seconds; exit 1 on a crash, hang or too much memory, and the
# input that did it is kept under .build-fuzz/NAME. Each target is a folder here:
#   NAME/*.swift        the harness, with @_cdecl("LLVMFuzzerTestOneInput")
#   NAME/targets        the Swift targets that it needs, in the order of their dependencies
#   NAME/seeds.py DIR   (if there) writes inputs made of the fixtures
#   NAME/corpus.tar.gz  (if there) inputs that earlier runs found worth keeping
# Usage: fuzz.sh NAME SECONDS          KEEP=1 writes corpus.tar.gz anew, with what this run found
#        fuzz.sh NAME --once FILE…     runs these inputs only
set -euo pipefail
(($# >= 2)) || { echo "usage: $0 NAME SECONDS" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
name=$1 seconds=$2
build=$root/.build-fuzz/$name
mkdir -p "$build/new"
cd "$root"

modules=(); for module in CISAL CZstd CZlib CLZ4; do modules+=(-I "$root/Sources/$module"); done
flags=(-O -wmo -parse-as-library -swift-version 6 -enable-upcoming-feature ExistentialAny -sanitize=fuzzer,address
  -g "${modules[@]}" -I "$build")
objects=()
for target in $(cat "$here/$name/targets"); do
  mapfile -t sources < <(find "Sources/$target" -name '*.swift' | sort)
  sum=$(cat "${sources[@]}" | sha256sum)
  if [[ $(cat "$build/$target.sum" 2>/dev/null) != "$sum" ]]; then
    rm -f "$build"/*.sum # what comes after it is built on it
    swiftc "${flags[@]}" -module-name "$target" -emit-module -emit-module-path "$build/$target.swiftmodule" \
      -c "${sources[@]}" -o "$build/$target.o"
    echo "$sum" >"$build/$target.sum.new"
  else
    mv "$build/$target.sum" "$build/$target.sum.new"
  fi
  objects+=("$build/$target.o")
done
for file in "$build"/*.sum.new; do mv "$file" "${file%.new}"; done
# The linker's warnings about asan symbols are harmless.
# Of a harness in several files the compiler leaves Fuzz-1.swiftmodule where it runs.
(cd "$build" && swiftc "${flags[@]}" -module-name Fuzz "$here/$name"/*.swift "${objects[@]}" -o "$build/fuzz") 2>&1 |
  grep -v 'warning: .*asan\|^$' || true

# The backtracer would hold a crash up.
export SWIFT_BACKTRACE=enable=no
limits=(-max_len=16384 -rss_limit_mb=2048 -malloc_limit_mb=512 -timeout=20 -artifact_prefix="$build/")
if [[ $seconds == --once ]]; then shift 2; exec "$build/fuzz" "${limits[@]}" "$@"; fi
rm -rf "$build/seeds"; mkdir -p "$build/seeds"
[[ ! -e $here/$name/corpus.tar.gz ]] || tar -xzf "$here/$name/corpus.tar.gz" -C "$build/seeds"
[[ ! -e $here/$name/seeds.py ]] || python3 "$here/$name/seeds.py" "$build/seeds"
"$build/fuzz" "${limits[@]}" -max_total_time="$seconds" -print_final_stats=1 -reload=0 "$build/new" "$build/seeds" \
  >"$build/log" 2>&1 || { tail -n 60 "$build/log" >&2; echo "fuzz $name: FAILED, see $build" >&2; exit 1; }
if [[ ${KEEP:-} == 1 ]]; then
  rm -rf "$build/merged"; mkdir "$build/merged"
  "$build/fuzz" "${limits[@]}" -merge=1 "$build/merged" "$build/new" "$build/seeds" >"$build/merge.log" 2>&1
  tar --sort=name --owner=0 --group=0 --mtime=@0 -C "$build/merged" -c . | gzip -9n >"$here/$name/corpus.tar.gz"
fi
echo "fuzz $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/log") inputs in $seconds s, no failure"
