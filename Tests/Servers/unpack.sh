# Shared by the fetchers of servers that Debian's stable release does not have (sourced, not run): packages with all their
# libraries, unpacked under CACHE/root and never installed; CACHE/bin has a script for each tool, which runs it with the
# unpacked ld.so. Nothing of the system is touched: apt works on private lists and an empty status file, so it needs no root.

# Ends the script: the server cannot be had here.
none() { echo "$1" >&2; exit 77; }

# The Debian mirror that the machine's own apt uses.
debian_mirror() {
  local mirror
  mirror=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
    grep -v '^#' | grep -oE '[a-z]+://[^ ]*/debian/?( |$)' | head -n 1 | tr -d ' ' || true)
  [[ -n $mirror ]] || mirror=$(awk '/^URIs:/{print $2; exit}' /etc/apt/sources.list.d/debian.sources 2>/dev/null || true)
  [[ -n $mirror ]] || none "the apt sources name no Debian mirror; $remedy"
  echo "$mirror"
}

# private_apt WORK SOURCE: an apt of its own under WORK, in the array `apt`.
private_apt() {
  local work=$1
  mkdir -p "$work"/{lists/partial,archives/partial,parts}
  : >"$work/status"
  echo "$2" >"$work/sources.list"
  apt=(apt-get -q -y -o Dir::State="$work" -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status"
    -o Dir::Cache="$work" -o Dir::Cache::archives="$work/archives" -o Dir::Etc::sourcelist="$work/sources.list"
    -o Dir::Etc::sourceparts="$work/parts" -o Dir::Etc::preferencesparts="$work/parts" -o Dir::Etc::preferences=/dev/null
    -o Acquire::Check-Valid-Until=false -o Acquire::Retries=3 -o Acquire::Languages=none -o APT::Sandbox::User=
    -o APT::Install-Recommends=false -o Debug::NoLocking=1)
}

# unpack CACHE SOURCE PACKAGES TOOLS: SOURCE is a line of sources.list, PACKAGES and TOOLS are lists with spaces.
unpack() {
  local cache=$1 source=$2 packages=$3 tools=$4 work=$1/apt attempt package tool path lib
  [[ $(uname -m) == x86_64 ]] || none "servers are unpacked for x86_64 only; $remedy"
  command -v apt-get >/dev/null || none "no apt-get here; $remedy"
  rm -rf "$cache/root" "$cache/bin" "$work"
  private_apt "$work" "$source"
  for attempt in 1 2 3; do
    # shellcheck disable=SC2086
    if "${apt[@]}" update && "${apt[@]}" install --download-only $packages; then break; fi
    ((attempt < 3)) || none "$packages could not be fetched from the apt mirror (see $cache/fetch.log); $remedy"
    sleep $((attempt * 3))
  done >"$cache/fetch.log" 2>&1
  mkdir -p "$cache/root" "$cache/bin"
  for package in "$work"/archives/*.deb; do dpkg-deb -x "$package" "$cache/root"; done
  rm -rf "$work"
  lib=$cache/root/usr/lib/x86_64-linux-gnu
  for tool in $tools; do
    path=$cache/root/usr/bin/$tool; [[ -e $path ]] || path=$cache/root/usr/sbin/$tool
    printf '#!/bin/sh\nexec %s/ld-linux-x86-64.so.2 --library-path %s:%s/mysql/private %s "$@"\n' \
      "$lib" "$lib" "$lib" "$path" >"$cache/bin/$tool"
    chmod +x "$cache/bin/$tool"
  done
}

# at_least CACHE SERVER VERSION: the unpacked server is of VERSION or later.
at_least() {
  local version
  version=$("$1/bin/$2" --no-defaults --version | grep -oE 'Ver [0-9]+\.[0-9]+' | cut -d' ' -f2) || version=none
  [[ $(printf '%s\n' "$3" "$version" | sort -V | head -n 1) == "$3" ]] ||
    none "the apt mirror has $2 $version, the tests want $3 or later; $remedy"
}
