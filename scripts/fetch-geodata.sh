#!/usr/bin/env bash
# fetch-geodata.sh - gets the places of the world out of four Debian packages, without installing them.
#
#     scripts/fetch-geodata.sh DIR
#
# `apt-get download` brings the packages (24 MB, signatures checked by apt), only the files of the table below are
# unpacked, and the packages are kept in DIR/packages. When the system's package lists do not know them, DIR gets lists of
# its own: no privileges are needed. Exit status 1, and one line on stderr, when they cannot be had.
set -euo pipefail

# package                path inside it                                              name in DIR
readonly FILES='
libtimezonemap-data      usr/share/libtimezonemap/ui/cities15000.txt                 cities15000.txt
libtimezonemap-data      usr/share/libtimezonemap/ui/admin1Codes.txt                 admin1Codes.txt
libtimezonemap-data      usr/share/libtimezonemap/ui/countryInfo.txt                 countryInfo.txt
libgeonames-common       usr/share/locale/ar/LC_MESSAGES/geonames.mo                 geonames-ar.mo
libgeonames-common       usr/share/locale/en/LC_MESSAGES/geonames.mo                 geonames-en.mo
unicode-cldr-core        usr/share/unicode/cldr/common/main/ar.xml                   territories-ar.xml
unicode-cldr-core        usr/share/unicode/cldr/common/main/en.xml                   territories-en.xml
unicode-cldr-core        usr/share/unicode/cldr/common/subdivisions/ar.xml           subdivisions-ar.xml
unicode-cldr-core        usr/share/unicode/cldr/common/subdivisions/en.xml           subdivisions-en.xml
iso-codes                usr/share/iso-codes/json/iso_3166-1.json                    iso_3166-1.json
iso-codes                usr/share/iso-codes/json/iso_3166-2.json                    iso_3166-2.json
hunspell-ar              usr/share/hunspell/ar.aff                                   ar.aff
hunspell-ar              usr/share/hunspell/ar.dic                                   ar.dic
wamerican                usr/share/dict/american-english                             words-en.txt
'

[ $# = 1 ] || { echo "usage: scripts/fetch-geodata.sh DIR" >&2; exit 2; }
mkdir -p "$1/packages"
dir=$(cd "$1" && pwd)
packages=$(awk 'NF { print $1 }' <<<"$FILES" | sort -u)

complete() {
    local package path name
    while read -r package path name; do
        [ -z "$package" ] || [ -s "$dir/$name" ] || return 1
    done <<<"$FILES"
}

# Package lists under DIR/apt, signed by the keys and named by the sources that the system has.
own_lists() {
    mkdir -p "$dir/apt/lists/partial" "$dir/apt/cache/archives/partial"
    own=(-o "Dir::State::lists=$dir/apt/lists" -o "Dir::Cache=$dir/apt/cache" -o "APT::Sandbox::User=$(id -un)")
    apt-get -q "${own[@]}" update
}

download() {
    # shellcheck disable=SC2086 # a list of words
    (cd "$dir/packages" && apt-get -q "$@" -o "APT::Sandbox::User=$(id -un)" download $packages)
}

unpack() {
    local package path name
    while read -r package path name; do
        [ -n "$package" ] || continue
        dpkg-deb --fsys-tarfile "$dir/packages/$package"_*.deb | tar -xO "./$path" >"$dir/$name.part"
        mv "$dir/$name.part" "$dir/$name"
    done <<<"$FILES"
}

fetch() {
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
    rm -f "$dir"/packages/*.deb
    own=()
    download || { own_lists && download "${own[@]}"; }
    unpack
}

complete && exit 0
log=$dir/fetch.log
if ! (fetch) >"$log" 2>&1 || ! complete; then
    echo "fetch-geodata: the Debian packages ${packages//$'\n'/, } cannot be had ($log)" >&2
    exit 1
fi
rm -rf "$dir/apt"
