#!/usr/bin/env python3
"""Refrain beside MPD, Strawberry and Quod Libet on the same folder, as whole processes. Prints, decides nothing.

    compare.py --build build/release --music DIR [--runs 3] [--only Refrain,MPD] [--json FILE]

Scan of a folder never seen (file contents in the page cache), start and look through it again with nothing
changed, start to a window on the screen, and memory once it rests. The players take turns within a run, so that a
noisy moment meets all of them; medians over the runs. CPU seconds count every process a player starts.

Needs of Debian: mpd, strawberry, quodlibet, xvfb, xdotool, dbus-daemon. A player that is not installed is left out,
and said so. Nothing of the caller's is touched: each player has a home under a temporary folder; the music is read.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

import players

PROGRAMS = {"Refrain": [], "MPD": ["mpd"], "Strawberry": ["strawberry", "dbus-run-session", "xdotool"],
            "Quod Libet": ["quodlibet", "dbus-run-session", "xdotool"]}
ROWS = [("scan_s", "first scan, wall", "s"), ("scan_cpu_s", "first scan, CPU", "s"),
        ("rescan_s", "nothing changed, wall", "s"), ("rescan_cpu_s", "nothing changed, CPU", "s"),
        ("window_s", "start to window", "s"), ("resident_mib", "memory, resident", "MiB"),
        ("proportional_mib", "memory, proportional", "MiB"), ("tracks", "tracks listed", "")]


class Display:
    """A screen nobody looks at."""

    def __enter__(self):
        reader, writer = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", "1400x900x24"],
                                       pass_fds=[writer], stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as told:
            self.name = ":" + told.readline().strip()
        return self.name

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()


def make(name, home, options, display):
    kinds = {"MPD": players.Mpd, "Strawberry": players.Strawberry, "Quod Libet": players.QuodLibet}
    if name == "Refrain":
        return players.Refrain(home, options.music, display, options.build)
    return kinds[name](home, options.music, display)


def measure(player):
    """One run of one player; the figures by name."""
    try:
        figures = {}
        figures["scan_s"], figures["scan_cpu_s"] = player.scan()
        figures["tracks"] = player.tracks()
        figures["rescan_s"], figures["rescan_cpu_s"] = player.rescan()
        player.stop()
        figures["window_s"], (figures["resident_mib"], figures["proportional_mib"]) = player.open_window()
        return figures
    finally:
        player.stop()


def warm(folder):
    """Reads every file once, so that the first player does not pay for the others."""
    for path, _, files in os.walk(os.fsencode(folder)):
        for file in files:
            try:
                with open(os.path.join(path, file), "rb") as one:
                    while one.read(1 << 20):
                        pass
            except OSError:
                pass


def show(results, versions):
    names = list(results)
    print(f"{'':<26}" + "".join(f"{name + ' ' + versions[name]:>26}" for name in names))
    for key, label, unit in ROWS:
        line = f"{label + (' (' + unit + ')' if unit else ''):<26}"
        for name in names:
            values = sorted(run[key] for run in results[name] if key in run)
            digits = 0 if key == "tracks" else 2
            middle, *ends = (f"{one:.{digits}f}" for one in (statistics.median(values), values[0], values[-1])) \
                if values else ("not measured",)
            line += (middle + (f" ({ends[0]} to {ends[1]})" if ends else "")).rjust(26)
        print(line)
    print("MPD has no window: its start is until it answers with its library. Strawberry and Quod Libet look through "
          "the folders at their start, so their second figure holds the start as well; they are done when they "
          "rest.")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--build", required=True, help="build folder with bin/refrain")
    arguments.add_argument("--music", required=True)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--only", default=",".join(PROGRAMS), help="names, separated by commas")
    arguments.add_argument("--json", type=pathlib.Path, help="write every run's figures to this file")
    options = arguments.parse_args()
    options.music = str(pathlib.Path(options.music).resolve())

    names = []
    for name in options.only.split(","):
        if name not in PROGRAMS:
            sys.exit(f"{name} is none of {', '.join(PROGRAMS)}")
        if absent := players.missing_programs(PROGRAMS[name]):
            print(f"{name} is left out: {', '.join(absent)} not installed", file=sys.stderr)
        else:
            names.append(name)
    if players.missing_programs(["Xvfb"]):
        sys.exit("Xvfb is not installed")

    warm(options.music)
    results, versions = {name: [] for name in names}, {}
    with Display() as display, tempfile.TemporaryDirectory(prefix="refrain-compare-") as folder:
        for run in range(options.runs):
            for name in names:
                home = pathlib.Path(folder) / f"{name.replace(' ', '-')}-{run}"
                player = make(name, home, options, display)
                versions.setdefault(name, player.version())
                try:
                    results[name].append(measure(player))
                except (players.Failed, TimeoutError, ChildProcessError, subprocess.SubprocessError) as error:
                    print(f"{name}, run {run + 1}: {error}", file=sys.stderr)
                    results[name].append({})
                shutil.rmtree(home, ignore_errors=True)
                print(f"run {run + 1} of {options.runs}: {name} {results[name][-1]}", file=sys.stderr, flush=True)
    show(results, versions)
    if options.json:
        options.json.write_text(json.dumps({"versions": versions, "runs": results}, indent=1))


if __name__ == "__main__":
    main()
