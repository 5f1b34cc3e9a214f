# Shared by app/run.sh and tests/run.sh: what is installed, what is built, what is said. Sourced, not run.
# shellcheck shell=bash
# Everything said goes to stderr: stdout belongs to the program.

refrain_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
refrain_build=$refrain_root/build/release

refrain_say() { printf 'refrain: %s\n' "$*" >&2; }
refrain_die() {
  refrain_say "$*"
  exit 1
}

# The lines of the named groups of packages-debian.txt. A line may name alternatives: "libtag-dev|libtag1-dev".
refrain_packages() {
  local wanted=" $* " line group=''
  while read -r line; do
    case $line in
      '' | '#'*) ;;
      '['*) group=${line//[\[\]]/} ;;
      *) if [[ $wanted == *" $group "* ]]; then printf '%s\n' "$line"; fi ;;
    esac
  done <"$refrain_root/app/packages-debian.txt"
}

# Runs a command as root; fails where neither root nor sudo is to be had.
refrain_as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    return 1
  fi
}

# refrain_need_packages GROUP...: installs what is missing of the groups, and nothing else.
refrain_need_packages() {
  local -a wanted missing=()
  local line name installed
  if ! command -v dpkg-query >/dev/null; then
    refrain_say "this is no Debian; it is on you that the packages of app/packages-debian.txt are there"
    return 0
  fi
  mapfile -t wanted < <(refrain_packages "$@")
  # One question for all. It ends with an error when a name is unknown, which is an answer like any other.
  # shellcheck disable=SC2046
  installed=" $(dpkg-query -W -f '${db:Status-Status}=${Package} ' $(printf '%s\n' "${wanted[@]}" | tr '|' ' ') 2>/dev/null || true) "
  for line in "${wanted[@]}"; do
    local there=''
    for name in ${line//|/ }; do
      if [[ $installed == *" installed=$name "* ]]; then there=yes; fi
    done
    if [[ -z $there ]]; then missing+=("$line"); fi
  done
  if ((${#missing[@]} == 0)); then return 0; fi

  if [[ $(id -u) != 0 ]] && ! command -v sudo >/dev/null; then
    refrain_die "these packages are missing, and neither root nor sudo is to be had: install them and start again: ${missing[*]}"
  fi
  refrain_say "installing ${#missing[@]} missing packages: ${missing[*]}"
  refrain_as_root apt-get update -q >&2 || refrain_say "the package lists could not be refreshed; trying with those there"
  local -a chosen=()
  for line in "${missing[@]}"; do
    # Of alternatives, the first that this release of Debian has.
    local pick=${line%%|*}
    for name in ${line//|/ }; do
      if [[ -n $(apt-cache madison "$name" 2>/dev/null) ]]; then
        pick=$name
        break
      fi
    done
    chosen+=("$pick")
  done
  refrain_as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${chosen[@]}" >&2 ||
    refrain_die "the packages could not be installed; apt-get above says why"
}

# Parallel jobs: one a core, and at most one for each 1.5 GB of memory (LibTorch's headers are hungry).
refrain_jobs() {
  local cores memory_kb by_memory
  cores=$(nproc)
  memory_kb=$(awk '/^MemTotal:/ {print $2}' /proc/meminfo)
  by_memory=$((memory_kb / 1572864))
  if ((by_memory < 1)); then by_memory=1; fi
  echo $((cores < by_memory ? cores : by_memory))
}

# refrain_make TARGET...: configures where needed and builds the targets; says nothing when all
# is up to date.
refrain_make() {
  local cache=$refrain_build/CMakeCache.txt
  if [[ -f $cache ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$refrain_root" "$cache"; then
    refrain_say "the build folder was made for another place; configuring anew"
    rm -rf -- "$cache" "$refrain_build/CMakeFiles"
  fi
  if [[ ! -f $refrain_build/build.ninja ]]; then
    refrain_say "configuring build/release"
    local log=$refrain_build/configure.log
    mkdir -p "$refrain_build"
    if ! (cd "$refrain_root" && cmake --preset release) >"$log" 2>&1; then
      cat "$log" >&2
      refrain_die "the build could not be configured"
    fi
  fi
  local jobs remark=''
  jobs=$(refrain_jobs)
  # Paths below the root count as relative: a clone in another place finds what one before it compiled.
  export CCACHE_BASEDIR=$refrain_root CCACHE_NOHASHDIR=1
  if [[ ! -x $refrain_build/bin/refrain ]]; then remark='; the first time takes several minutes'; fi
  ninja -C "$refrain_build" -j "$jobs" "$@" 2>&1 | refrain_show_build "building (release, $jobs at a time)$remark" ||
    refrain_die "the build failed; the lines above say where"
}

# Passes on what Ninja says, with a heading before it; nothing at all when there was nothing to do.
refrain_show_build() {
  local line said=''
  while IFS= read -r line; do
    case $line in
      'ninja: Entering directory'* | *'Re-checking globbed directories'* | 'ninja: no work to do.') continue ;;
    esac
    if [[ -z $said ]]; then
      refrain_say "$1"
      said=yes
    fi
    printf '%s\n' "$line" >&2
  done
}

# refrain_fetch_music DIR PACKAGE...: downloads the packages and unpacks them to DIR/unpacked/PACKAGE, without
# installing anything. What is there is not fetched again. Fails when none can be had.
refrain_fetch_music() {
  local cache=$1 name any='' refreshed=''
  local -a absent=()
  shift
  mkdir -p "$cache/packages" "$cache/unpacked"
  for name in "$@"; do
    if [[ -d $cache/unpacked/$name ]]; then
      any=yes
      continue
    fi
    refrain_say "fetching the Debian package $name"
    if ! refrain_download "$cache/packages" "$name" && [[ -z $refreshed ]]; then
      # Perhaps the package lists are just not there yet, as on a fresh machine.
      refreshed=yes
      refrain_as_root apt-get update -q >/dev/null 2>&1 || true
      refrain_download "$cache/packages" "$name" || true
    fi
    local -a files=("$cache/packages/${name}"_*.deb)
    if [[ -f ${files[0]} ]] && dpkg -x "${files[0]}" "$cache/unpacked/.$name.part"; then
      mv "$cache/unpacked/.$name.part" "$cache/unpacked/$name"
      rm -f -- "${files[@]}"
      any=yes
    else
      rm -rf -- "$cache/unpacked/.$name.part"
      absent+=("$name")
    fi
  done
  if ((${#absent[@]} > 0)); then
    refrain_say "could not be had (no network, or not in this release of Debian): ${absent[*]}"
  fi
  [[ -n $any ]]
}

refrain_download() {
  (cd "$1" && apt-get download -q -o APT::Sandbox::User=root "$2") >/dev/null 2>&1
}

# The packages that the demo's table names.
refrain_music_packages() {
  sed -n 's/^ *"package": "\([^"]*\)".*/\1/p' "$refrain_root/resources/demo/collection.json"
}
