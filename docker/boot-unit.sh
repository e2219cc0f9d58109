#!/usr/bin/env bash
# boot-unit.sh - boots alam.service under a real systemd, in namespaces of its own, and looks whether it works there.
#
#     docker/boot-unit.sh          as root, on a machine with systemd, PostgreSQL and a built ./alam
#
# A second systemd becomes process 1 of new mount, PID, IPC, UTS and cgroup namespaces, with this unit and a PostgreSQL
# that is thrown away: nothing of the machine's /etc, /run and /usr/local changes. Prints what the service's process may
# do, and fails when it is not ready, has a capability or can write where it should not. Which process that is, systemd
# says: the unit's main one. Not part of `make test`.
set -euo pipefail

cd "$(dirname "$0")/.."
HERE=$PWD PORT=${PORT:-18200}
BIN=$(dirname "$(find /usr/lib/postgresql -name pg_ctl | sort -V | tail -1)")
WORK=/srv/alam-boot.$$ # not below /tmp: the unit has a /tmp of its own
init=

end() {
    [ -z "$init" ] || kill -9 "$init" 2>/dev/null || true
    runuser -u postgres -- "$BIN/pg_ctl" -D "$WORK/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$WORK"
}
trap end EXIT

# Runs a command where the second systemd runs, with its numbers of processes.
in_boot() {
    nsenter --target "$init" --mount --pid "$@"
}

install -d -o postgres "$WORK" "$WORK/units"
runuser -u postgres -- "$BIN/initdb" -D "$WORK/data" -A trust -U alam -E UTF8 --locale=C.UTF-8 >/dev/null
runuser -u postgres -- "$BIN/pg_ctl" -D "$WORK/data" -w -o "-k $WORK -c listen_addresses=" -l "$WORK/log" start >/dev/null
cp docker/alam.service "$WORK/units/"
printf '[Unit]\nWants=alam.service\nAfter=alam.service\n' >"$WORK/units/boot.target"
for target in basic sysinit shutdown multi-user sockets network-online; do
    printf '[Unit]\nDefaultDependencies=no\n' >"$WORK/units/$target.target"
done
cat >"$WORK/init" <<END
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd /run/upper /run/work /run/lock
mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/upper,workdir=/run/work /etc
mount -t tmpfs tmpfs /usr/local
install -D $HERE/alam /usr/local/bin/alam
install -D -m 0644 $HERE/build/gazetteer.img /usr/local/share/alam/gazetteer.img
printf 'DATABASE_URL=postgresql:///postgres?host=$WORK&user=alam\nALAM_LISTEN=127.0.0.1:$PORT\n' >/etc/alam.env
umount -R /sys/fs/cgroup || true
mount -t cgroup2 cgroup2 /sys/fs/cgroup
SYSTEMD_UNIT_PATH=$WORK/units container=other exec /lib/systemd/systemd --system --unit=boot.target
END
unshare --mount --pid --fork --uts --ipc --cgroup --mount-proc bash "$WORK/init" >"$WORK/boot.log" 2>&1 </dev/null &
parent=$!

for _ in $(seq 60); do
    if curl -sf -m 1 -o /dev/null "http://127.0.0.1:$PORT/readyz"; then break; fi
    sleep 0.5
done
init=$(tr -d " " <"/proc/$parent/task/$parent/children") # unshare has one child
curl -sf -m 5 "http://127.0.0.1:$PORT/readyz" || { cat "$WORK/boot.log"; exit 1; }
echo
pid=$(in_boot systemctl show --property MainPID --value alam)
in_boot grep -E '^(Uid|CapEff|CapBnd|NoNewPrivs|Seccomp|Seccomp_filters):' "/proc/$pid/status"
in_boot grep -q '^CapBnd:[[:space:]]*0*$' "/proc/$pid/status"
curl -sf -m 5 -o /dev/null -w 'an article is stored: %{http_code}\n' "http://127.0.0.1:$PORT/v1/articles" \
    -H 'Content-Type: application/json' -d '{"text":"Donald Trump met Benjamin Netanyahu in Washington."}'
for file in /usr/x /etc/x /var/x /home/x; do
    if in_boot nsenter --target "$pid" --mount touch "$file" 2>/dev/null; then
        echo "it can write $file"
        exit 1
    fi
done
in_boot kill -TERM "$pid"
for _ in $(seq 150); do # it drains for ALAM_DRAIN_DELAY
    if ! in_boot test -d "/proc/$pid"; then break; fi
    sleep 0.1
done
in_boot test ! -d "/proc/$pid"
echo 'it drains and ends'
