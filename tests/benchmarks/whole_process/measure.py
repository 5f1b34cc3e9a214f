#!/usr/bin/env python3
"""Times Refrain as whole processes, on a folder of music given by the caller. Prints, decides nothing.

    measure.py --build build/release --music DIR [--runs 5]

Scan and rescan, start of the window to its first frame and to its library, resident memory idle, one list of
guesses, and the trainer's speed. Medians of the runs; run it on a quiet machine. Needs no display: the window
is drawn by the offscreen platform and the software renderer.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time


def run_json(command):
    """The JSON document a command printed, and how long the process took."""
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout), time.monotonic() - start


def resident_kib(process_id):
    status = pathlib.Path(f"/proc/{process_id}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))


def open_window(program, data):
    """Seconds to the first frame and to the loaded library; KiB resident once the start-up rescan is over."""
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software", REFRAIN_LOG="info")
    start = time.monotonic()
    window = subprocess.Popen([program, "--data-dir", data, "--audio-sink", "fake"], env=environment,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    first_frame = library = None
    try:
        for line in window.stderr:
            if "First frame" in line:
                first_frame = time.monotonic() - start
            elif "tracks loaded" in line:
                library = time.monotonic() - start
            elif "Scan done" in line:
                break
        return first_frame, library, resident_kib(window.pid)
    finally:
        window.terminate()
        window.wait()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--build", required=True, help="build folder with bin/refrain")
    arguments.add_argument("--music", required=True)
    arguments.add_argument("--runs", type=int, default=5)
    options = arguments.parse_args()
    program = str(pathlib.Path(options.build) / "bin" / "refrain")
    trainer = str(pathlib.Path(options.build) / "bin" / "refrain-trainer")

    def show(name, values, unit):
        values = sorted(values)
        print(f"{name:<34}{statistics.median(values):10.3f} {unit}  ({values[0]:.3f} to {values[-1]:.3f})",
              flush=True)

    with tempfile.TemporaryDirectory(prefix="refrain-measure-") as folder:
        scans, rescans, rates = [], [], []
        for run in range(options.runs + 1):
            data = f"{folder}/library-{run}"
            report, seconds = run_json([program, "--data-dir", data, "--json", "scan", options.music])
            _, again = run_json([program, "--data-dir", data, "--json", "scan", options.music])
            if run > 0:  # the first fills the page cache
                scans.append(seconds)
                rescans.append(again)
                rates.append(report["files"] / seconds)
        print(f"{report['files']} files, {report['tracks']} tracks, {len(report['failed'])} not read")
        show("first scan, warm", scans, "s")
        show("files a second", rates, "1/s")
        show("rescan, nothing changed", rescans, "s")

        opened = [open_window(program, data) for _ in range(options.runs)]
        show("start to first frame", [one[0] for one in opened], "s")
        show("start to library loaded", [one[1] for one in opened], "s")
        show("resident memory idle", [one[2] / 1024 for one in opened], "MiB")

        guesses = [run_json([program, "--data-dir", data, "--json", "guess", "--count", "20"])[1]
                   for _ in range(options.runs)]
        show("refrain guess, whole process", guesses, "s")

        speeds = [run_json([trainer, "bench", "--threads", "2"])[0]["sequences_per_second"]
                  for _ in range(min(3, options.runs))]
        show("trainer, two threads", speeds, "sequences/s")


if __name__ == "__main__":
    main()
