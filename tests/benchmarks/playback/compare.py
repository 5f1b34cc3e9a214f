#!/usr/bin/env python3
"""CPU and wake-ups of Refrain's engine beside other players: the same file for the same time into a null sink
of a PulseAudio server of this script's own.
Printed, never a verdict.

  compare.py PLAYBACK_BENCHMARK FILE [SECONDS [ROUNDS]]

Needs pulseaudio, pactl, gst-play-1.0, gst-launch-1.0 and mpd with mpc; a player that is not installed is left
out. FILE should be longer than SECONDS + 5, and carry REPLAYGAIN_TRACK_GAIN. All figures are taken while the
music plays: processor time of user and kernel, and switches that a thread asked for, each over all threads of
the player. The players take turns; printed are medians over the rounds, and medians of the rounds' ratios.
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

SETTLING_S = 3.0


def wait_until(condition, what, patience_s=20.0):
    end = time.monotonic() + patience_s
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"waited in vain for {what}")
        time.sleep(0.05)


def cpu_seconds(pid):
    """Of all threads. /proc counts in hundredths of a second, which is coarse here; the process's own clock
    (clock_getcpuclockid) is not."""
    return time.clock_gettime((~pid << 3) | 2)


def usage(pid):
    """CPU seconds of the process, and voluntary switches by thread."""
    switches = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        for line in (task / "status").read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                switches[task.name] = int(line.split()[1])
    return cpu_seconds(pid), switches


def measure(pid, seconds):
    """CPU seconds for an hour of music, and switches a second."""
    time.sleep(SETTLING_S)
    begin, (cpu, switches) = time.monotonic(), usage(pid)
    time.sleep(seconds)
    cpu_after, switches_after = usage(pid)
    took = time.monotonic() - begin
    woken = sum(n - switches.get(task, 0) for task, n in switches_after.items())
    return (cpu_after - cpu) / took * 3600.0, woken / took


class Server:
    """A sound server with one null sink."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        socket = self.folder / "native"
        self.environment = dict(os.environ, HOME=folder, PULSE_RUNTIME_PATH=folder, PULSE_STATE_PATH=folder,
                                PULSE_SERVER=f"unix:{socket}")
        self.environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        self.process = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1",
             "-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}",
             "-L", "module-null-sink sink_name=nowhere"],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: self.control("info") == 0, "the sound server")

    def control(self, words):
        return subprocess.run(["pactl", words], env=self.environment, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False).returncode

    def start(self, command):
        return subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def start_mpd(server, file):
    folder = pathlib.Path(tempfile.mkdtemp(dir=server.folder))
    music = folder / "music"
    music.mkdir()
    shutil.copy(file, music)
    socket = folder / "socket"
    (folder / "mpd.conf").write_text(
        f'music_directory "{music}"\ndb_file "{folder}/db"\nbind_to_address "{socket}"\n'
        'audio_output {\n  type "pulse"\n  name "null"\n}\n'
        # Its only filters in Debian: it has no equaliser there.
        'replaygain "track"\n')
    player = server.start(["mpd", "--no-daemon", str(folder / "mpd.conf")])

    def ask(*words):
        return subprocess.run(["mpc", "--host", str(socket), *words], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False).returncode == 0

    wait_until(lambda: ask("update", "--wait"), "mpd")
    wait_until(lambda: ask("add", pathlib.Path(file).name), "mpd's library")
    wait_until(lambda: ask("play"), "mpd to play")
    return player


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    benchmark, file = sys.argv[1], os.path.abspath(sys.argv[2])
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 30.0
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    bands = [f"band{i}=3" for i in range(10)]
    pipeline = ["gst-launch-1.0", "-q", "filesrc", f"location={file}", "!", "decodebin", "!", "audioconvert",
                "!", "equalizer-10bands", *bands, "!", "audioconvert", "!", "rgvolume", "!", "pulsesink"]
    length = str(int(seconds + 2 * SETTLING_S + 5))
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        players = {
            "refrain": lambda: server.start([benchmark, file, length, "--play"]),
            "refrain, equaliser": lambda: server.start([benchmark, file, length, "--play", "--equaliser"]),
            "gst-play-1.0": lambda: server.start(["gst-play-1.0", "-q", "--no-interactive",
                                                  "--audiosink=pulsesink", file]),
            "gst-launch, equaliser": lambda: server.start(pipeline),
            "mpd": lambda: start_mpd(server, file),
        }
        try:
            report(play_in_turns(players, seconds, rounds))
        finally:
            server.process.kill()
            server.process.wait()


def play_in_turns(players, seconds, rounds):
    """By player: (CPU seconds for an hour, switches a second) of every round."""
    figures = {}
    for _ in range(rounds):
        for name, start in players.items():
            try:
                player = start()
            except FileNotFoundError:
                print(f"{name:24} not installed")
                continue
            try:
                figures.setdefault(name, []).append(measure(player.pid, seconds))
            finally:
                player.terminate()
                player.wait()
    return figures


def report(figures):
    for name, rounds in figures.items():
        ratios = [ours[0] / theirs[0] for ours, theirs in zip(figures["refrain, equaliser"], rounds)]
        print(f"{name:24} {statistics.median(cpu for cpu, _ in rounds):6.1f} s of CPU for an hour of music   "
              f"{statistics.median(woken for _, woken in rounds):6.1f} wake-ups a second   "
              f"refrain with equaliser: {statistics.median(ratios):.2f} times", flush=True)


if __name__ == "__main__":
    main()
