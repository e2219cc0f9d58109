#!/usr/bin/python3
"""peers.py - pyahocorasick and GNU grep -oFf over the same text and names, beside the floor.

    peers.py NAMES DIRECTORY BENCH_FLOOR AHOCORASICK_BYTES GREP_BYTES SECONDS

DIRECTORY has what `generate` wrote. Each peer reads the first so many bytes of the text; the floor runs before and after
it and the mean of the two counts. A peer that is not done within SECONDS gives a row that says so. Needs Debian's
python3-ahocorasick, so it runs with the system's Python. Neither peer folds, knows words, particles or meanings.
"""
import os
import resource
import subprocess
import sys
import tempfile
import time


def row(what, names, rate=None, words=None, floor=None, build=None, memory=None, note=""):
    def cell(value, decimals, width):
        return f" {'-':>{width}}" if value is None else f" {value:{width}.{decimals}f}"

    print(f"{what:<14}" + cell(names, 0, 8) + cell(rate, 1, 8) + cell(words, 1, 8) + cell(floor, 3, 9) +
          cell(build, 2, 8) + cell(memory / names if memory else None, 0, 9) + cell(None, 1, 8) + f"  {note}", flush=True)


def read_slice(path, size):
    with open(path, "rb") as file:
        return file.read(size).decode("utf-8", "ignore")


def floor_rate(program, directory):
    return float(subprocess.run([program, directory], check=True, capture_output=True, text=True).stdout)


def bench_ahocorasick(directory, size):
    """Runs in a child of its own: prints seconds to build, seconds to scan, matches."""
    import ahocorasick

    begin = time.monotonic()
    automaton = ahocorasick.Automaton()
    with open(f"{directory}/names.txt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            automaton.add_word(line.rstrip("\n"), number)
    automaton.make_automaton()
    built = time.monotonic()
    text = read_slice(f"{directory}/text.txt", size)
    start = time.monotonic()
    matches = sum(1 for _ in automaton.iter(text))
    print(built - begin, time.monotonic() - start, matches, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def bench_grep(directory, size):
    """grep has no separate build: it is timed over no text, then over the slice."""
    os.environ["LC_ALL"] = "C.UTF-8"
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write(read_slice(f"{directory}/text.txt", size))
        file.flush()
        command = ["grep", "-oFf", f"{directory}/names.txt"]
        empty, seconds = [], time.monotonic
        for _ in range(2):
            begin = seconds()
            subprocess.run(command + ["/dev/null"], capture_output=True)
            empty.append(seconds() - begin)
        begin = seconds()
        found = subprocess.run(command + [file.name], capture_output=True).stdout
        ended = seconds()
    build = min(empty)
    scan = ended - begin - build
    print(build, scan if scan > 0.1 * build else "-", found.count(b"\n"),
          resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)


def measure(what, names, directory, floor_program, size, seconds):
    text = read_slice(f"{directory}/text.txt", size)
    before = floor_rate(floor_program, directory)
    command = [sys.executable, __file__, "--child", what, directory, str(size)]
    try:
        out = subprocess.run(command, capture_output=True, text=True, timeout=seconds).stdout.split()
    except subprocess.TimeoutExpired:
        return row(what, names, note=f"not done with {size / 1e6:.1f} MB within {seconds} s")
    if len(out) != 4:
        return row(what, names, note="failed (out of memory?)")
    floor = (before + floor_rate(floor_program, directory)) / 2
    build, matches, memory = float(out[0]), int(out[2]), float(out[3])
    if out[1] == "-":
        return row(what, names, build=build, memory=memory, note=f"the scan of {size / 1e6:.1f} MB is lost in the build's noise")
    scan = float(out[1])
    rate = len(text.encode()) / 1e6 / scan
    note = f"{matches} matches in {size / 1e6:.1f} MB, {memory / 1e6:.0f} MB of memory"
    return row(what, names, rate, scan * 1e9 / len(text.split()), rate / floor, build, memory, note)


def main():
    if sys.argv[1:2] == ["--child"]:
        what, directory, size = sys.argv[2], sys.argv[3], int(sys.argv[4])
        return bench_ahocorasick(directory, size) if what == "pyahocorasick" else bench_grep(directory, size)
    names, directory, floor_program, aho_size, grep_size, seconds = sys.argv[1:7]
    measure("pyahocorasick", int(names), directory, floor_program, int(aho_size), int(seconds))
    measure("grep -oFf", int(names), directory, floor_program, int(grep_size), int(seconds))


if __name__ == "__main__":
    main()
