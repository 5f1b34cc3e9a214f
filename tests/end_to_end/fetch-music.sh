#!/usr/bin/env bash
# Fetches the real tracks of the end-to-end test into the folder named: the demo's packages, the demo's code.
set -euo pipefail
# shellcheck source=app/build-functions.sh
source "$(dirname "$0")/../../app/build-functions.sh"
mapfile -t packages < <(refrain_music_packages)
refrain_fetch_music "${REFRAIN_TEST_CACHE:-$1}/demo-music" "${packages[@]}" ||
  refrain_die "the end-to-end test plays real music out of Debian packages, and none could be fetched: it needs a Debian mirror"
