# shellcheck shell=bash
# Puts results into docs/reliability.md. To be sourced, in the repository's root.

# write_results NAME FILE: replaces what is between the markers `<!-- results: NAME -->` and
# `<!-- end of results -->` by the lines of the file, and by the compiler, the machine and the date.
write_results() {
    local page=docs/reliability.md machine new
    if ! grep -qxF "<!-- results: $1 -->" "$page"; then
        echo "$page has no place for the results of $1: <!-- results: $1 -->" >&2
        return 1
    fi
    machine="$(rustc --version), $(uname -sm), $(nproc) processors, $(date -u +%F)"
    new=$(mktemp)
    awk -v begin="<!-- results: $1 -->" -v results="$2" -v machine="$machine" '
        inside && $0 == "<!-- end of results -->" { inside = 0 }
        !inside { print }
        $0 == begin {
            while ((getline line < results) > 0) print line
            print "- " machine
            inside = 1
        }' "$page" >"$new"
    cat "$new" >"$page"
    rm -f "$new"
}
