#!/bin/bash
# Boots a systemd of its own over this machine's files, runs a command there as root, and forgets everything it wrote: to try
# "install" where no systemd is process 1, as in a container, or where the machine's own must not be touched. Linux, root.
#   sudo scripts/in-systemd.sh 'cd /root && cp /path/dist/agent/linux-x64 davylamp-agent && …'
# Its network is a loopback of its own. /tmp is empty in it. The exit code is the command's.
set -euo pipefail
[ $# = 1 ] || { sed -n '2,5p' "$0"; exit 2; }

if [ "${INSIDE:-}" != yes ]; then
  scratch=$(mktemp -d)
  mount -t tmpfs tmpfs "$scratch"
  trap 'umount --recursive "$scratch"; rmdir "$scratch"' EXIT
  INSIDE=yes SCRATCH=$scratch unshare --mount --pid --fork --ipc --uts --cgroup --net --kill-child "$0" "$1" &
  outside=$!
  for _ in $(seq 300); do
    first=$(pgrep --parent "$outside" || true)
    if [ -n "$first" ] && [ "$(cat "/proc/$first/comm")" = systemd ]; then
      enter=(nsenter --target "$first" --mount --pid --ipc --uts --net --cgroup --root --wd)
      case $("${enter[@]}" systemctl is-system-running 2> /dev/null || true) in
        running | degraded) break ;;
      esac
    fi
    sleep 0.1
  done
  code=0
  "${enter[@]}" env -i HOME=/root PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash -c "cd; $1" || code=$?
  kill -KILL "$outside"
  wait "$outside" 2> /dev/null || true
  exit "$code"
fi

root=$SCRATCH/root
mkdir "$SCRATCH/written" "$SCRATCH/work" "$root"
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=/,upperdir=$SCRATCH/written,workdir=$SCRATCH/work" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
for folder in run tmp dev; do mount -t tmpfs -o mode=1755 tmpfs "$root/$folder"; done
chmod 1777 "$root/tmp"
while read -r name major minor; do mknod -m 666 "$root/dev/$name" c "$major" "$minor"; done << 'DEVICES'
null 1 3
zero 1 5
full 1 7
random 1 8
urandom 1 9
tty 5 0
DEVICES
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
cd "$root"
mkdir -p old
pivot_root . old
cd /
umount --lazy /old
ip link set lo up
# None of this machine's own services starts in there.
for unit in $(basename --multiple /etc/systemd/system/*.wants/* /lib/systemd/system/*.wants/* | sort --unique); do
  case $unit in
    systemd-journald* | *.target | *.slice | dbus*) ;;
    *) ln --symbolic --force /dev/null "/etc/systemd/system/$unit" ;;
  esac
done
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin container=other /lib/systemd/systemd --system --unit=multi-user.target
