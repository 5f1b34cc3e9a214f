#!/bin/sh
# Builds the fuzzers with clang and lets each look for SECONDS, from its seeds and what it found before; ends at the
# first find, which stays in build/fuzz/finds. Usage: tests/fuzzers/run.sh SECONDS [FUZZER…]
set -eu
seconds=${1:?how many seconds for each}
shift
cd "$(dirname "$0")/../.."
cmake -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang \
    -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" -DREFRAIN_FUZZERS=ON >/dev/null
[ $# -gt 0 ] || set -- $(ls tests/fuzzers/seeds)
cmake --build build/fuzz --target "$@"
mkdir -p build/fuzz/finds
for fuzzer in "$@"; do
    case $fuzzer in
        # What lies far behind the start of a file is looked at, too.
        fuzz_audio_check | fuzz_sound_key | fuzz_trimming) longest=65536 ;;
        *) longest=8192 ;;
    esac
    mkdir -p "build/fuzz/corpus/$fuzzer"
    echo "$fuzzer"
    nice "build/fuzz/bin/$fuzzer" -max_total_time="$seconds" -max_len=$longest -timeout=10 -rss_limit_mb=1024 \
        -print_final_stats=1 -artifact_prefix="build/fuzz/finds/$fuzzer-" \
        "build/fuzz/corpus/$fuzzer" "tests/fuzzers/seeds/$fuzzer" 2>&1 |
        tee "build/fuzz/corpus/$fuzzer.log" | grep -E 'ERROR|SUMMARY|Test unit written|stat::number_of' || true
    if ls build/fuzz/finds/"$fuzzer"-* >/dev/null 2>&1; then
        exit 1
    fi
done
