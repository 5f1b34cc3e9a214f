"""What a program and everything it started costs: CPU seconds and memory, read from /proc."""
import os
import pathlib
import time

_TICKS = os.sysconf("SC_CLK_TCK")


def _stat(process_id):
    """(parent, own CPU seconds with those of its children that ended), or nothing when it is gone."""
    try:
        text = pathlib.Path(f"/proc/{process_id}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()  # the name may hold blanks and brackets
    return int(fields[1]), sum(int(one) for one in fields[11:15]) / _TICKS


def tree(root):
    """The process and all that descend from it, with the CPU seconds of each."""
    stats = {int(one.name): _stat(one.name) for one in pathlib.Path("/proc").iterdir() if one.name.isdigit()}
    stats = {process: stat for process, stat in stats.items() if stat}
    found = {}
    waiting = [root]
    while waiting:
        process = waiting.pop()
        if process in stats and process not in found:
            found[process] = stats[process][1]
            waiting += [child for child, (parent, _) in stats.items() if parent == process]
    return found


def cpu_seconds(root):
    return sum(tree(root).values())


def memory_mib(root):
    """(resident, proportional) MiB of the whole tree; the second counts shared pages once."""
    resident = proportional = 0
    for process in tree(root):
        try:
            rollup = pathlib.Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        for line in rollup.splitlines():
            if line.startswith("Rss:"):
                resident += int(line.split()[1])
            elif line.startswith("Pss:"):
                proportional += int(line.split()[1])
    return resident / 1024, proportional / 1024


def wait_until_idle(root, quiet=4.0, share=0.15, limit=1800.0):
    """Waits until the tree used less than `share` of a core for `quiet` seconds on end. Returns when its work
    ended (time.monotonic) and the CPU seconds it had used by then. For programs that do not tell.

    Raises TimeoutError after `limit` seconds, ChildProcessError when the program is gone."""
    began = end = time.monotonic()
    used = at_end = cpu_seconds(root)
    while time.monotonic() - end < quiet:
        if time.monotonic() - began > limit:
            raise TimeoutError(f"still at work after {limit:.0f} s")
        time.sleep(0.1)
        now, now_used = time.monotonic(), cpu_seconds(root)
        if not tree(root):
            raise ChildProcessError("the program ended by itself")
        # A window of .1 s holds ten ticks: two of them are more than a blinking cursor needs.
        if now_used - used > max(share * 0.1, 1.5 / _TICKS):
            end, at_end = now, now_used
        used = now_used
    return end, at_end
