# shellcheck shell=bash
# Makes std for a target, into a copy of the toolchain. Sourced by the scripts that need it.
#
# Its caller sets the error message of a skip with `skip`, and calls `init_std` first.

# The suite of Debian that has the latest stable releases of Rust.
suite=trixie-backports

step() {
    printf '\n=='
    printf ' %q' "$@"
    printf '\n'
    "$@"
}

# Callers write `|| return`, because `set -e` has no effect inside a condition.
skip() {
    why=$*
    return 1
}

# Sets what the functions below read: $cargo, $host, $sysroot, $release, $commit, $cache, and
# $toolchain, the copy.
init_std() {
    export CARGO_TERM_COLOR=never
    sysroot=$(rustc --print sysroot)
    # rustup's cargo sets LD_LIBRARY_PATH, with which the copy of rustc would load the libraries of
    # the original.
    cargo=$sysroot/bin/cargo
    # An invalid manifest must fail here, not count as a reason to skip.
    "$cargo" metadata --no-deps --format-version 1 >/dev/null
    local about
    about=$(rustc -vV)
    host=$(sed -n 's/^host: //p' <<<"$about")
    release=$(sed -n 's/^release: //p' <<<"$about")
    commit=$(sed -n 's/^commit-hash: //p' <<<"$about")
    cache=$(realpath -m "${ARO_TARGETS_CACHE:-${CARGO_TARGET_DIR:-target}/targets}")
    mkdir -p "$cache"
    toolchain=$cache/rustc-$release-${commit:0:9}
    updated=''
}

# Installs Debian packages, unless they are installed.
install_missing() {
    local package missing=() as_root=()
    command -v dpkg-query >/dev/null || skip "the host is not Debian" || return
    # Build scripts and macros run on the host, so the host's compiler is needed, too.
    command -v cc >/dev/null || missing+=(gcc libc6-dev)
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] \
            || missing+=("$package")
    done
    if [ "${#missing[@]}" -eq 0 ]; then return; fi

    command -v apt-get >/dev/null \
        || skip "no apt-get to install ${missing[*]}" || return
    if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
    "${as_root[@]}" true 2>/dev/null \
        || skip "no permission to install ${missing[*]}" || return
    if [ -z "$updated" ]; then "${as_root[@]}" apt-get update -q || true; fi
    updated=yes
    # gcc-multilib conflicts with cross compilers, and apt-get would remove it unasked.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends --no-remove "${missing[@]}" \
        || skip "apt-get cannot install ${missing[*]}"
}

# Gives $toolchain a standard library for $target, linked by $linker. The arguments are variables for
# the build of std.
find_toolchain() {
    if [ -e "$toolchain/$target.built" ]; then return; fi
    copy_toolchain || return
    find_source || return
    build_std "$@"
}

# A copy, so that the user's toolchain is not changed. With clippy, where it is installed.
copy_toolchain() {
    if [ -d "$toolchain" ]; then return; fi
    echo "copying the toolchain to $toolchain"
    rm -rf "$toolchain.new"
    local programs=("$sysroot"/bin/{rustc,rustdoc}) program
    for program in "$sysroot"/bin/{cargo-clippy,clippy-driver}; do
        if [ -x "$program" ]; then programs+=("$program"); fi
    done
    {
        mkdir -p "$toolchain.new/bin" "$toolchain.new/lib" \
            && cp -a "${programs[@]}" "$toolchain.new/bin" \
            && cp -a "$sysroot"/lib/{libLLVM*,librustc_driver*,rustlib} "$toolchain.new/lib" \
            && mv "$toolchain.new" "$toolchain"
    } || skip "cannot copy the toolchain at $sysroot"
}

# The source is already there if rustup has installed its component rust-src.
find_source() {
    local source=$toolchain/lib/rustlib/src/rust found
    if [ -d "$source/library" ]; then return; fi
    download_source || return
    found=$(find "$cache/apt/unpacked/usr/src" -maxdepth 2 -name library -type d | head -n 1)
    { mkdir -p "$source" && mv "$found" "$source/library"; } \
        || skip "the package rust-src has no folder library" || return
    rm -rf "$cache/apt"
}

# The mirror that apt uses for Debian, in either format of its sources.
mirror() {
    local codename
    codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    # shellcheck disable=SC2016 # apt-get expands what looks like commands
    apt-get indextargets --format '$(RELEASE) $(REPO_URI)' \
        'Created-By: Packages' 'Component: main' \
        | awk -v names="^($codename|oldstable|stable|testing|unstable|sid)\$" \
            '$1 ~ names && !uri { uri = $2 } END { print uri }'
}

# Debian's package, because rustup's component rust-src is not available everywhere.
download_source() {
    local apt=$cache/apt uri key version options
    grep -q '^ID=debian$' /etc/os-release 2>/dev/null && command -v apt-get >/dev/null \
        || skip "no rust-src in the toolchain, and the host is not Debian" || return
    uri=$(mirror) && [ -n "$uri" ] || skip "apt has no source for Debian" || return

    rm -rf "$apt"
    mkdir -p "$apt"/{state/lists/partial,cache/archives/partial,unpacked}
    key=$(compgen -G "/usr/share/keyrings/debian-archive-keyring.*" | head -n 1) || true
    echo "deb ${key:+[signed-by=$key]} $uri $suite main" >"$apt/sources.list"
    # Separate sources and state, so that the machine's apt does not use the suite. Its proxy and
    # its passwords still apply. The cache may be in a folder that only this user can write.
    options=(
        -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null
        -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null
        -o "Dir::State=$apt/state" -o "Dir::Cache=$apt/cache"
        -o "APT::Sandbox::User=$(id -un)" -o APT::Update::Error-Mode=any
    )
    step apt-get "${options[@]}" -q update || skip "apt cannot reach $suite" || return
    version=$(apt-cache "${options[@]}" madison rust-src \
        | awk -F ' *[|] *' -v release="$release+" \
            'index($2, release) == 1 && !version { version = $2 } END { print version }')
    [ -n "$version" ] || skip "$suite has no rust-src $release" || return
    (cd "$apt" && step apt-get "${options[@]}" -q download "rust-src=$version") \
        || skip "apt cannot download rust-src $version" || return
    dpkg -x "$apt"/rust-src_*.deb "$apt/unpacked" || skip "dpkg cannot unpack rust-src"
}

# The name of cargo's variable for the linker or runner of the target.
variable() {
    local name=${target//-/_}
    echo "CARGO_TARGET_${name^^}_$1"
}

# Separate metadata distinguishes std's crates from the same crates in a user's build. The flag
# hides std's private crates from users, as in a released std; the bitcode is for their LTO.
cargo_std() {
    step env -u CARGO_ENCODED_RUSTFLAGS RUSTC_BOOTSTRAP=1 __CARGO_DEFAULT_LIB_METADATA=targets \
        RUSTFLAGS="-Zforce-unstable-if-unmarked -Cembed-bitcode=yes" RUSTC="$toolchain/bin/rustc" \
        CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_PROFILE_RELEASE_STRIP=false \
        "$(variable LINKER)=$linker" CARGO_TARGET_DIR="$cache/std" \
        "${std_variables[@]}" "$cargo" "$@" --target "$target" \
        --manifest-path "$toolchain/lib/rustlib/src/rust/library/sysroot/Cargo.toml"
}

build_std() {
    local libraries=$toolchain/lib/rustlib/$target/lib begin=$SECONDS std_variables=("$@")
    cargo_std fetch || skip "cargo cannot fetch the dependencies of std" || return
    cargo_std build --release --features "panic-unwind backtrace" \
        || skip "std does not build" || return
    rm -rf "$libraries"
    {
        mkdir -p "$libraries" \
            && mv "$cache/std/$target"/release/deps/*.rlib "$libraries" \
            && touch "$toolchain/$target.built"
    } || skip "cannot write to $libraries" || return
    rm -rf "$cache/std/$target"
    echo "std for $target took $((SECONDS - begin)) s"
}
