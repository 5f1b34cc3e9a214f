#!/usr/bin/env bash
# Installs what Refrain needs and is not there, builds it, and starts it with the arguments given:
#   app/run.sh                       the player
#   app/run.sh guess --count 10      any command of its command line
#   app/run.sh demo                  free music out of Debian packages, for someone with none at hand
set -euo pipefail
# shellcheck source=app/build-functions.sh
source "$(dirname "$0")/build-functions.sh"

refrain_need_packages build run
refrain_make refrain refrain-trainer refrain-analyzer refrain-tagreader

data_home=${XDG_DATA_HOME:-$HOME/.local/share}
cache_home=${XDG_CACHE_HOME:-$HOME/.cache}
if [[ ${1:-} == demo ]]; then
  shift
  music=$cache_home/refrain/demo-music
  mapfile -t packages < <(refrain_music_packages)
  refrain_fetch_music "$music" "${packages[@]}" ||
    refrain_die "the demo needs the network or a Debian mirror for its music; none of its packages could be had"
  exec "$refrain_build/bin/refrain" --data-dir "$data_home/refrain-demo" demo --unpacked "$music/unpacked" "$@"
fi
exec "$refrain_build/bin/refrain" "$@"
