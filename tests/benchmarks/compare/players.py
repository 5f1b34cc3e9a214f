"""The players that are compared, each in a throw-away home: how it is told of a folder, when it is done, and
how many tracks it then has. All of them run as they come from the distribution, with their own defaults."""
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import time

import process_tree


class Failed(Exception):
    """What could not be measured, in words."""


class Player:
    """One player with a home of its own. `scan` and `rescan` give seconds of wall and CPU; `open_window` seconds
    to a window on the screen and (resident, proportional) MiB once it rests."""

    name = ""
    has_window = True

    def __init__(self, home, music, display):
        self.home, self.music = pathlib.Path(home), pathlib.Path(music)
        self.home.mkdir(parents=True)
        runtime = self.home / "runtime"
        runtime.mkdir(mode=0o700)
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith(("XDG_", "DBUS_", "QT_"))}
        self.environment |= {"HOME": str(self.home), "XDG_RUNTIME_DIR": str(runtime), "DISPLAY": display,
                             "QT_QUICK_BACKEND": "software", "NO_AT_BRIDGE": "1"}
        self.process = None

    def version(self):
        raise NotImplementedError

    def tracks(self):
        raise NotImplementedError

    def start(self, *command):
        self.log = open(self.home / "log", "ab")
        self.process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=self.log,
                                        stderr=self.log, start_new_session=True)

    def stop(self):
        if self.process is None:
            return
        # The first process is the message bus's and may end before the player has.
        everything = process_tree.tree(self.process.pid)
        self.ask_to_end()
        began = time.monotonic()
        while alive := [one for one in everything if self._runs(one)]:
            if time.monotonic() - began > 30:
                for one in alive:
                    os.kill(one, signal.SIGKILL)
            time.sleep(0.02)
        self.process = None
        self.log.close()

    def _runs(self, process_id):
        self.process.poll()  # so that it does not stay as a zombie
        try:
            state = pathlib.Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        return state != "Z"

    def ask_to_end(self):
        os.killpg(self.process.pid, signal.SIGTERM)

    def time_until_idle(self, *command):
        began = time.monotonic()
        self.start(*command)
        end, used = process_tree.wait_until_idle(self.process.pid)
        return end - began, used

    def _windows(self):
        shown = {"DISPLAY": self.environment["DISPLAY"], "PATH": os.environ["PATH"]}
        return subprocess.run(["xdotool", "search", "--onlyvisible", "--name", self.window_title], env=shown,
                              capture_output=True, text=True).stdout.split()

    def wait_for_window(self, began, limit=60.0):
        """Seconds from `began` until a window of the program's own is on the screen."""
        while time.monotonic() - began < limit:
            if self._windows():
                return time.monotonic() - began
            if self.process.poll() is not None:
                raise Failed("it ended before it showed a window")
        raise Failed(f"no window within {limit:.0f} s")

    def open_window(self):
        while self._windows():  # of its last run: threads may hold the screen a moment longer than the process
            time.sleep(0.02)
        began = time.monotonic()
        self.start(*self.window_command)
        shown = self.wait_for_window(began)
        process_tree.wait_until_idle(self.process.pid)
        memory = process_tree.memory_mib(self.process.pid)
        self.stop()
        return shown, memory


class Refrain(Player):
    name = "Refrain"
    window_title = "Refrain"

    def __init__(self, home, music, display, build):
        super().__init__(home, music, display)
        self.program = str((pathlib.Path(build) / "bin" / "refrain").resolve())
        self.data = str(self.home / "data")
        # Without a sound card a player that looks for one would be timed for not finding it.
        self.window_command = [self.program, "--data-dir", self.data, "--audio-sink", "fake"]
        self.report = {}

    def version(self):
        return subprocess.run([self.program, "--version"], capture_output=True, text=True).stdout.split()[-1]

    def _scan(self, *more):
        began = time.monotonic()
        before = os.times()
        done = subprocess.run([self.program, "--data-dir", self.data, "--json", "scan", *more],
                              env=self.environment, capture_output=True, text=True)
        after = os.times()
        if done.returncode != 0:
            raise Failed(done.stderr.strip())
        self.report = json.loads(done.stdout)
        return (time.monotonic() - began,
                after.children_user + after.children_system - before.children_user - before.children_system)

    def scan(self):
        return self._scan(str(self.music))

    def rescan(self):
        return self._scan()

    def tracks(self):
        return self.report["tracks"]


class Mpd(Player):
    """Has no window: its start is until it answers on its socket with the library loaded."""

    name = "MPD"
    has_window = False

    def __init__(self, home, music, display):
        super().__init__(home, music, display)
        self.socket_path = self.home / "socket"
        (self.home / "mpd.conf").write_text(
            f'music_directory "{self.music}"\ndb_file "{self.home}/database"\nbind_to_address "{self.socket_path}"\n'
            f'pid_file "{self.home}/pid"\naudio_output {{\n  type "null"\n  name "null"\n}}\n')
        self.command = ["mpd", "--no-daemon", str(self.home / "mpd.conf")]

    def version(self):
        return subprocess.run(["mpd", "--version"], capture_output=True, text=True).stdout.split()[3]

    def _connect(self, limit=60.0):
        began = time.monotonic()
        while time.monotonic() - began < limit:
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(str(self.socket_path))
            except OSError:
                connection.close()
                if self.process.poll() is not None:
                    raise Failed("mpd ended; see its log")
                time.sleep(0.002)
                continue
            self.connection = connection.makefile("rw", encoding="utf-8", errors="surrogateescape")
            self.connection.readline()
            return
        raise Failed("mpd does not answer")

    def _ask(self, command):
        self.connection.write(command + "\n")
        self.connection.flush()
        answer = []
        while not (line := self.connection.readline()).startswith(("OK", "ACK")):
            if not line:
                raise Failed("mpd closed the connection")
            answer.append(line.strip())
        return answer

    def _update(self):
        began, used = time.monotonic(), process_tree.cpu_seconds(self.process.pid)
        self._ask("update")
        while any(line.startswith("updating_db") for line in self._ask("status")):
            # `idle` tells when the database has changed; a rescan without a change tells nothing.
            time.sleep(0.005)
        return time.monotonic() - began, process_tree.cpu_seconds(self.process.pid) - used

    def scan(self):
        began = time.monotonic()
        self.start(*self.command)
        self._connect()
        # Without a database file it begins by itself.
        while any(line.startswith("updating_db") for line in self._ask("status")):
            time.sleep(0.005)
        if self.tracks() == 0:
            self._update()
        return time.monotonic() - began, process_tree.cpu_seconds(self.process.pid)

    def rescan(self):
        if self.process is None:
            self.start(*self.command)
            self._connect()
        return self._update()

    def tracks(self):
        return int(next(line.split()[1] for line in self._ask("stats") if line.startswith("songs:")))

    def open_window(self):
        began = time.monotonic()
        self.start(*self.command)
        self._connect()
        self._ask("stats")
        ready = time.monotonic() - began
        process_tree.wait_until_idle(self.process.pid)
        memory = process_tree.memory_mib(self.process.pid)
        self.stop()
        return ready, memory


class Strawberry(Player):
    name = "Strawberry"
    window_title = "Strawberry Music Player"
    window_command = ["dbus-run-session", "--", "strawberry"]

    def version(self):
        return subprocess.run(["strawberry", "--version"], env=self.environment, capture_output=True,
                              text=True).stdout.split()[-1]

    def _database(self):
        return self.home / ".local/share/strawberry/strawberry/strawberry.db"

    def _prepare(self):
        """Its first start makes the database, which is where folders are told."""
        self.start(*self.window_command)
        process_tree.wait_until_idle(self.process.pid)
        self.stop()
        with sqlite3.connect(self._database()) as database:
            database.execute("INSERT INTO directories (path, subdirs) VALUES (?, 1)", (str(self.music),))
        database.close()

    def scan(self):
        self._prepare()
        spent = self.time_until_idle(*self.window_command)
        self.stop()
        return spent

    def rescan(self):
        """From its start until it rests: it looks through the folders at every start."""
        spent = self.time_until_idle(*self.window_command)
        self.stop()
        return spent

    def tracks(self):
        with sqlite3.connect(self._database()) as database:
            return database.execute("SELECT COUNT(*) FROM songs WHERE unavailable = 0").fetchone()[0]


class QuodLibet(Player):
    name = "Quod Libet"
    window_title = "Quod Libet"
    window_command = ["dbus-run-session", "--", "quodlibet"]

    def __init__(self, home, music, display):
        super().__init__(home, music, display)
        configuration = self.home / ".config/quodlibet"
        configuration.mkdir(parents=True)
        (configuration / "config").write_text(
            f"[settings]\nscan = {self.music}\n[library]\nrefresh_on_start = true\n[player]\nbackend = nullbe\n")

    def version(self):
        return subprocess.run(["quodlibet", "--version"], env=self.environment, capture_output=True,
                              text=True).stdout.split()[2]

    def _tell(self, *arguments):
        return subprocess.run(["quodlibet", *arguments], env=self._inside(), capture_output=True, text=True,
                              errors="surrogateescape", timeout=120).stdout

    def _inside(self):
        """The environment of the running program: its message bus is not ours."""
        for process in process_tree.tree(self.process.pid):
            try:
                block = pathlib.Path(f"/proc/{process}/environ").read_bytes()
            except OSError:
                continue
            if b"DBUS_SESSION_BUS_ADDRESS" in block:
                return dict(one.split("=", 1) for one in os.fsdecode(block).split("\0") if "=" in one)
        raise Failed("its message bus was not found")

    def ask_to_end(self):
        # It writes its library when it is told to end, not when it is killed.
        self._tell("--quit")

    def scan(self):
        spent = self.time_until_idle(*self.window_command)
        self.count = len(self._tell("--print-query", "").splitlines())
        self.stop()
        return spent

    def rescan(self):
        spent = self.time_until_idle(*self.window_command)
        self.stop()
        return spent

    def tracks(self):
        return self.count


def missing_programs(names):
    return [name for name in names if shutil.which(name) is None]
