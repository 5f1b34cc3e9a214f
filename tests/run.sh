#!/usr/bin/env bash
# Installs what is missing, builds everything, and runs every test without a screen. Arguments go to ctest:
#   tests/run.sh                     all of them
#   tests/run.sh -R history          those whose name matches
#   tests/run.sh -LE end_to_end      all but the long one
set -euo pipefail
# shellcheck source=app/build-functions.sh
source "$(dirname "$0")/../app/build-functions.sh"

refrain_need_packages build run test
refrain_make all

# Tests see a home of their own, no sound card, and no screen of the person at this machine.
home=$(mktemp -d)
trap 'rm -rf -- "$home"' EXIT
export REFRAIN_TEST_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/refrain
export HOME=$home XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config XDG_CACHE_HOME=$home/cache
export XDG_RUNTIME_DIR=$home/run QT_QUICK_BACKEND=software LC_ALL=C.UTF-8
mkdir "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS QT_QPA_PLATFORM

refrain_say "running the tests"
status=0
dbus-run-session -- xvfb-run -a -s '-screen 0 1280x800x24' \
  ctest --test-dir "$refrain_build" --output-on-failure "$@" || status=$?
if ((status == 0)); then
  refrain_say "all tests passed"
else
  refrain_say "there were failures (ctest ended with $status)"
fi
exit "$status"
