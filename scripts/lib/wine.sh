# shellcheck shell=bash
# Runs Windows programs by wine. Sourced by `targets`, after `std.sh`.

wine=/usr/lib/wine/wine64

# Sets $runner to a script that runs a Windows program. Its tests find the machine's cargo, rustc
# and the C compiler for Windows (see wine/bridge.c).
make_wine_runner() {
    local bridge=$cache/wine/bridge program
    export WINEPREFIX=$cache/wine/prefix
    [ -x "$wine" ] || skip "there is no $wine" || return
    rm -rf "$bridge"
    mkdir -p "$bridge"
    "$linker" -O -o "$bridge/bridge.exe" scripts/wine/bridge.c \
        && "$linker" -O -shared -o "$bridge/bcryptprimitives.dll" scripts/wine/prng.c -ladvapi32 \
        && cp scripts/wine/call.sh "$bridge" \
        || skip "$linker cannot compile what wine needs" || return
    for program in cargo rustc cc; do cp "$bridge/bridge.exe" "$bridge/$program.exe"; done
    ln -sf "$cargo" "$bridge/cargo"
    ln -sf "$toolchain/bin/rustc" "$bridge/rustc"
    ln -sf "$(command -v "$linker")" "$bridge/cc"

    runner=$cache/wine/run
    # Cargo sets $CARGO for a test, so only the runner can change it. The toolchain's folder on
    # Windows' search path would have the machine's programs, without wine's way to run them.
    cat >"$runner" <<EOF
#!/bin/sh
export WINEPREFIX="$WINEPREFIX" WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml= ARO_BRIDGE="$bridge"
export WINEPATH="Z:${bridge//\//\\}"
export CARGO="Z:${bridge//\//\\}\\cargo.exe" RUSTC="Z:${bridge//\//\\}\\rustc.exe"
unset DISPLAY CC
exec "$wine" "\$@"
EOF
    chmod +x "$runner"
    # The machine's programs find temporary files if these are on the drive of the machine. Programs
    # that wine starts take the folder from the registry.
    mkdir -p "$cache/wine/tmp"
    local name
    for name in TEMP TMP; do
        "$runner" reg add 'HKCU\Environment' /v "$name" /d "Z:$(tr / '\\' <<<"$cache/wine/tmp")" /f \
            >/dev/null 2>&1 || skip "wine does not start" || return
    done
}
