#!/bin/sh
# The machine's side of bridge.c: runs $2 with the arguments in $1/arguments.
export RUSTC="$ARO_BRIDGE/rustc"
xargs -0 -x -a "$1/arguments" "$2" </dev/null >"$1/stdout" 2>"$1/stderr"
status=$?
# xargs turns every failure of a program into 123.
if [ "$status" -eq 123 ]; then status=101; fi
echo "$status" >"$1/status.new"
mv "$1/status.new" "$1/status"
