#!/usr/bin/env bash
# database.sh - a private PostgreSQL cluster under a directory: Unix socket only, no network port, never as root.
#
#     scripts/database.sh start [--throwaway] [DIR]   starts it (makes it first), prints its DATABASE_URL on stdout
#     scripts/database.sh stop [DIR]                  stops it; nothing is deleted, ever
#     scripts/database.sh status [DIR]                exit 0 when it runs, 3 when it does not
#     scripts/database.sh url [DIR]                   prints the DATABASE_URL
#
# DIR is var/ by default. --throwaway makes a cluster for tests: no fsync, so it may be lost with the machine's power.
# A directory that a durable cluster lives in refuses that option.
#
# Who runs the server: the owner of the data where there are any; else whoever calls; for root, who may not, the owner
# of the directory DIR stands in, or `postgres` where that is root too. Access: only that user and root can pass the
# socket's directory (0700), so the server trusts whoever reaches it.
#
# What lies in DIR: postgres/data (the cluster), postgres/log, and the socket in postgres/run. Where the server's user
# cannot reach DIR (root's home), DIR/postgres is a symbolic link to a directory under /var/lib/alam. Where the socket's
# path would be too long or hold odd characters, it lies under /tmp.
set -euo pipefail

readonly PORT=5432 ROLE=alam DATABASE=alam
readonly SOCKET_PATH_MAXIMUM=107 # bytes, sun_path of Linux
readonly ELSEWHERE=/var/lib/alam
readonly START_SECONDS=60
home=/ # the real path of DIR/postgres, once known

say() {
    echo "database: $*" >&2
}

die() {
    say "$*"
    exit 1
}

usage() {
    sed -n '4,7s/^# *//p' "$0" >&2
    exit 2
}

# ---- who and where -------------------------------------------------------------------------------------------------

# Sets `user`, the server's.
choose_user() {
    local owner
    if [ -e "$dir/postgres/data" ]; then
        owner=$(stat -L -c %U "$dir/postgres/data")
    elif [ "$(id -u)" != 0 ]; then
        owner=$(id -un)
    else
        owner=$(stat -c %U "$(dirname "$dir")")
    fi
    [ "$owner" != root ] && [ "$owner" != UNKNOWN ] || owner=postgres
    id -u "$owner" >/dev/null 2>&1 || die "there is no user '$owner' to run PostgreSQL as"
    [ "$(id -u)" = 0 ] || [ "$owner" = "$(id -un)" ] ||
        die "$dir/postgres belongs to $owner: run this as $owner or root, or choose another directory"
    user=$owner
}

# Runs a command as the server's user, in $home once that is known: pg_ctl hands its paths to a shell without quoting
# them, so it is given relative ones.
as_user() {
    if [ "$(id -un)" = "$user" ]; then
        (cd "$home" && "$@")
    else
        (cd "$home" && setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups --inh-caps=-all \
            env HOME=/ USER="$user" LOGNAME="$user" "$@")
    fi
}

short_hash() {
    sha256sum <<<"$1" | cut -c1-12
}

# DIR belongs to whom the directory around it belongs to, also when root makes it: its owner may be the next to start.
make_directory() {
    [ ! -d "$dir" ] || return 0
    mkdir -p "$dir"
    [ "$(id -u)" != 0 ] || chown --reference="$(dirname "$dir")" "$dir"
}

# Makes DIR/postgres, or the link to where it can be, and sets `home` to its real path.
make_home() {
    local link=$dir/postgres real
    if [ ! -e "$link" ]; then
        if as_user test -x "$dir"; then
            install -d -m 0700 "$link"
        else
            real=$ELSEWHERE/$(short_hash "$dir")
            install -d -m 0755 "$ELSEWHERE"
            install -d -m 0700 "$real"
            ln -s "$real" "$link"
            say "$user cannot reach $dir: the data are in $real"
        fi
        [ "$(id -u)" != 0 ] || chown "$user" "$link/."
    fi
    home=$(realpath "$link")
    as_user test -w "$home" || die "$user cannot write to $home"
}

# Sets `socket`, the socket's directory. libpq takes no comma in it, and an URL no space: only plain names are kept.
choose_socket() {
    local LC_ALL=C longest=$home/run/.s.PGSQL.$PORT.lock
    socket=$home/run
    if [ ${#longest} -gt "$SOCKET_PATH_MAXIMUM" ] || [[ $socket == *[^A-Za-z0-9/._~-]* ]]; then
        socket=/tmp/alam-$user-$(short_hash "$home")
    fi
}

# The socket's directory, 0700 and the server user's own: under /tmp somebody else could have put one there before.
make_socket() {
    as_user mkdir -m 0700 "$socket" 2>/dev/null || true
    [ "$(stat -c '%F %U %a' "$socket")" = "directory $user 700" ] ||
        die "$socket is not a directory of $user's with mode 0700"
}

# The directory of the server programs: of the version that made the data, else of the newest one installed.
choose_programs() {
    local version
    version=$(cat "$home/data/PG_VERSION" 2>/dev/null || true)
    programs=$(compgen -G "/usr/lib/postgresql/${version:-*}/bin" | sort -V | tail -1 || true)
    [ -x "$programs/postgres" ] || die "no PostgreSQL ${version:+$version }server programs here; run scripts/install.sh"
}

url() {
    echo "postgresql://$ROLE@/$DATABASE?host=$socket&port=$PORT"
}

# ---- the cluster ---------------------------------------------------------------------------------------------------

# Made beside its final place and moved there whole: an interrupted run leaves no half-made cluster to be found.
make_cluster() {
    local fresh options=(--username=postgres --encoding=UTF8 --locale=C.UTF-8 --auth=trust)
    if [ -e "$home/data" ]; then
        [ -e "$home/data/PG_VERSION" ] || die "$home/data is there but is no PostgreSQL cluster; move it away"
        [ -z "$throwaway" ] || [ -e "$home/data/throwaway" ] ||
            die "$home holds a durable cluster: --throwaway is for directories of its own"
        return 0
    fi
    fresh=$(as_user mktemp -d "$home/new.XXXXXX")
    [ -z "$throwaway" ] || options+=(--no-sync)
    as_user "$programs/initdb" --pgdata "$fresh" "${options[@]}" >/dev/null || die "initdb failed"
    as_user tee -a "$fresh/postgresql.conf" >/dev/null <<<"include 'alam.conf'"
    [ -z "$throwaway" ] || as_user touch "$fresh/throwaway"
    as_user mv "$fresh" "$home/data"
}

# The settings alam wants, written at each start since the socket's place depends on where the directory now is.
write_settings() {
    {
        echo "# written by scripts/database.sh at each start"
        echo "listen_addresses = ''"
        echo "port = $PORT"
        echo "unix_socket_directories = '$socket'"
        echo "unix_socket_permissions = 0700"
        [ ! -e "$home/data/throwaway" ] || printf '%s = off\n' fsync full_page_writes
    } | as_user tee "$home/data/alam.conf" >/dev/null
}

# The process id in the server's pid file. After a crash another program may have got that id since.
pid_on_file() {
    head -1 "$home/data/postmaster.pid" 2>/dev/null
}

# A server's working directory is its data directory, which tells it from a program that has got its id. Asked as the
# server's user: root may not look in containers.
running() {
    local pid
    pid=$(pid_on_file) && [ "$(as_user readlink "/proc/$pid/cwd")" = "$home/data" ]
}

# PostgreSQL refuses to start while the id in its lock files belongs to anything, a zombie included.
set_stale_locks_aside() {
    local pid lock
    pid=$(pid_on_file) || return 0
    say "the server did not stop in order the last time; it recovers now"
    [ -e "/proc/$pid" ] || return 0
    for lock in "$home/data/postmaster.pid" "$socket/.s.PGSQL.$PORT.lock"; do
        [ ! -e "$lock" ] || as_user mv "$lock" "$lock.stale"
    done
}

psql_quietly() {
    as_user "$programs/psql" --host "$socket" --port "$PORT" --username postgres --no-psqlrc --quiet --tuples-only \
        --no-align --set ON_ERROR_STOP=1 --dbname "$1" --command "$2"
}

# The service's role owns its database and nothing else; it may create databases, which tests do.
make_database() {
    [ "$(psql_quietly postgres "select count(*) from pg_roles where rolname = '$ROLE'")" = 1 ] ||
        psql_quietly postgres "create role $ROLE login createdb"
    [ "$(psql_quietly postgres "select count(*) from pg_database where datname = '$DATABASE'")" = 1 ] ||
        psql_quietly postgres "create database $DATABASE owner $ROLE"
}

start_server() {
    write_settings
    make_socket
    set_stale_locks_aside
    as_user "$programs/pg_ctl" start --pgdata data --log log --wait --timeout "$START_SECONDS" \
        >/dev/null 9>&- || { tail -20 "$home/log" >&2; die "PostgreSQL did not start; its log: $home/log"; }
}

# ---- commands ------------------------------------------------------------------------------------------------------

locate() {
    choose_user
    [ -e "$dir/postgres" ] || return 1
    home=$(realpath "$dir/postgres")
    choose_socket
    choose_programs
}

command_start() {
    make_directory
    [ -r "$dir" ] || die "$(id -un) cannot read $dir"
    exec 9<"$dir"
    flock 9 # two starts at once: the second waits and finds it running
    # mktemp makes directories for their owner alone; an empty one that root handed over lets the server's user pass
    [ -n "$(ls -A "$dir")" ] || chmod a+x "$dir"
    choose_user
    make_home
    choose_socket
    choose_programs
    running || { make_cluster && start_server; }
    make_database
    url
}

command_stop() {
    if ! locate || ! running; then
        say "not running in $dir"
        return 0
    fi
    local mode=fast
    [ ! -e "$home/data/throwaway" ] || mode=immediate
    as_user "$programs/pg_ctl" stop --pgdata data --mode "$mode" --wait >/dev/null
    say "stopped; the data stay in $home"
}

command_status() {
    if ! locate || ! running; then
        say "not running in $dir"
        exit 3
    fi
    say "running in $home as $user"
    url
}

command_url() {
    locate || die "no cluster in $dir"
    url
}

command=${1:-}
shift || usage
throwaway=
if [ "${1:-}" = --throwaway ]; then
    [ "$command" = start ] || usage
    throwaway=yes
    shift
fi
[ $# -le 1 ] || usage
dir=$(realpath -m "${1:-$(dirname "$0")/../var}")
case $command in
start | stop | status | url) "command_$command" ;;
*) usage ;;
esac
