#!/usr/bin/env python3
"""rooms.py - holds the #includes of the C sources against scripts/rooms.tsv, the table of what each folder may use.

    scripts/rooms.py             what is wrong, one line each; exit status 1 when anything is
    scripts/rooms.py --markdown  the table as it stands in README.md

Rows of the table stand in the order of dependence: a room may only use rooms above it. Wrong are an include of a room
that the table does not name, a library likewise, a circle of modules (X.c and X.h are one module), a room without a row,
and a .c file that has no header of its own name and whose functions no header of its room declares.
"""
import collections
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "scripts" / "rooms.tsv"
FOLDERS = ("service", "nlp", "handlers")
OUTSIDE = ("nlp/tools",)  # programs of the build
GENERATED = "build/gen/"
LIBRARIES = {
    "microhttpd.h": "libmicrohttpd", "curl": "libcurl", "libpq-fe.h": "libpq", "nettle": "nettle",
    "gnutls": "gnutls", "libxml": "libxml2", "zstd.h": "zstd", "zlib.h": "zlib", "bzlib.h": "bzip2", "xxhash.h": "xxhash",
}
# Headers that several .c files without a header of their own implement: header, and what its files are called.
SHARED = {
    "service/commands/commands.h": "service/commands/*.c",
    "service/gazetteer/verbs/verbs.h": "service/gazetteer/verbs/*.c",
    "service/grammar/verbs.h": "service/grammar/*.c",
    "handlers/handlers.h": "handlers/*.c",
}


class Room:
    def __init__(self, row):
        self.name, uses, libraries, self.holds = row
        self.uses, self.libraries = uses.split(), libraries.split()


def read_rooms():
    lines = TABLE.read_text().splitlines()[1:]
    return [Room(line.split("\t")) for line in lines]


def sources():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", *FOLDERS], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    paths = [pathlib.PurePosixPath(line) for line in listed.splitlines()]
    return [p for p in paths if p.suffix in (".c", ".h") and str(p.parent) not in OUTSIDE and (ROOT / p).exists()]


def includes(path):
    for kind, name in re.findall(r'^#include ([<"])([^>"]+)[>"]', (ROOT / path).read_text(), re.M):
        yield kind == '"', name


def order_faults(rooms):
    seen = []
    for room in rooms:
        for used in room.uses:
            if used != "*" and used not in seen:
                yield f"scripts/rooms.tsv: {room.name} uses {used}, which is not above it"
        seen.append(room.name)


def include_faults(rooms, paths):
    table = {room.name: room for room in rooms}
    for path in paths:
        room = table.get(str(path.parent))
        if not room:
            yield f"{path}: no room {path.parent} in scripts/rooms.tsv"
            continue
        for own, name in includes(path):
            used = str(pathlib.PurePosixPath(name).parent)
            if own and used != room.name and used not in room.uses and "*" not in room.uses and not name.startswith(GENERATED):
                yield f"{path}: {room.name} may not use {used} ({name})"
            library = LIBRARIES.get(name.split("/")[0])
            if not own and library and library not in room.libraries and "*" not in room.libraries:
                yield f"{path}: {room.name} may not use {library}"


def circles(graph):
    """Strongly connected components of more than one module (Tarjan 1972)."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for child in sorted(graph[node]):
            if child not in index:
                visit(child)
                low[node] = min(low[node], low[child])
            elif child in stack:
                low[node] = min(low[node], index[child])
        if low[node] == index[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    sys.setrecursionlimit(10000)
    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def module_circles(paths):
    graph = collections.defaultdict(set)
    for path in paths:
        module = str(path.with_suffix(""))
        graph[module] |= set()
        for own, name in includes(path):
            used = name.removesuffix(".h")
            if own and used != module and not name.startswith(GENERATED):
                graph[module].add(used)
    for name in list(graph):
        for used in graph[name]:
            graph[used] |= set()
    for circle in circles(graph):
        yield "a circle of modules: " + " ".join(circle)


def folder_circles(paths):
    graph = collections.defaultdict(set)
    for path in paths:
        for own, name in includes(path):
            used = str(pathlib.PurePosixPath(name).parent)
            if own and used != str(path.parent) and not name.startswith(GENERATED):
                graph[str(path.parent)].add(used)
                graph[used] |= set()
    for circle in circles(graph):
        yield "a circle of folders: " + " ".join(circle)


def header_faults(paths):
    headers = {str(p) for p in paths if p.suffix == ".h"}
    for path in paths:
        if path.suffix != ".c" or str(path.with_suffix(".h")) in headers or str(path) == "service/main.c":
            continue
        used = {name for own, name in includes(path) if own}
        if not any(header in used and path.match(files.replace("**/", "*/")) or header in used and path.match(files) for header, files in SHARED.items()):
            yield f"{path}: no header of its own name, and no shared header of its room"


def faults():
    rooms, paths = read_rooms(), sources()
    yield from order_faults(rooms)
    yield from include_faults(rooms, paths)
    yield from folder_circles(paths)
    yield from module_circles(paths)
    yield from header_faults(paths)


def markdown():
    print("| folder | holds | may use |\n|---|---|---|")
    for room in read_rooms():
        uses = ", ".join("everything" if u == "*" else f"`{u}`" for u in room.uses)
        print(f"| `{room.name}/` | {room.holds} | {', '.join(filter(None, [uses, ', '.join(room.libraries)]))} |")


def main():
    if sys.argv[1:] == ["--markdown"]:
        markdown()
        return 0
    found = list(faults())
    print("\n".join(found) or "rooms: every include goes down")
    return 1 if found else 0


sys.exit(main())
