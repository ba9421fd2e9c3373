"""Become another program under limits: `python -I -S launcher.py '<policy as JSON>' program argument...`.

A program of its own and not a `preexec_fn`, because the worker has threads, and because only a fresh process can safely
give up rights. It imports nothing of the project. What the kernel cannot do is left out silently; `--check` as the
program prints what it can do, for the doctor.

Policy: `parent` (process number that must still live), `nice`, `cpu_seconds`, `memory_bytes`, `file_bytes`, `read` and
`write` (paths). Everything outside `read`, `write` and the system's program folders stays closed.
"""

import ctypes
import json
import os
import resource
import signal
import sys

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
# The numbers of these calls are the same on every architecture.
LANDLOCK_CREATE, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT = 444, 445, 446
LANDLOCK_VERSION_FLAG, LANDLOCK_PATH_BENEATH = 1, 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, IOCTL_DEV = 1 << 14, 1 << 15
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
# How many of the file rights each version of Landlock knows; a right it does not know is an error.
RIGHTS_BY_VERSION = {1: 13, 2: 14, 3: 15, 4: 15}
NETWORK_RIGHTS = 0b11  # bind and connect of TCP, from version 4
SCOPES = 0b11  # abstract sockets and signals, from version 6
SYSTEM_FOLDERS = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/dev/null", "/dev/zero", "/dev/urandom")

libc = ctypes.CDLL(None, use_errno=True)


class Ruleset(ctypes.Structure):
    """`struct landlock_ruleset_attr`."""

    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class PathRule(ctypes.Structure):
    """`struct landlock_path_beneath_attr`."""

    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def leave_network() -> bool:
    """Move into a network of our own, in which there is nothing; tell whether it worked."""
    return bool(libc.unshare(CLONE_NEWNET) == 0 or libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)


def landlock_version() -> int:
    """Return the version of Landlock that the kernel offers; 0 or less without it."""
    return int(libc.syscall(LANDLOCK_CREATE, None, 0, LANDLOCK_VERSION_FLAG))


def close_files(read: list[str], write: list[str]) -> bool:
    """Close every file but those named; tell whether it worked."""
    version = landlock_version()
    if version < 1:
        return False
    every = (1 << RIGHTS_BY_VERSION.get(version, 16)) - 1
    rules = Ruleset(every, NETWORK_RIGHTS if version >= 4 else 0, SCOPES if version >= 6 else 0)  # noqa: PLR2004 -- versions
    size = 8 if version < 4 else 16 if version < 6 else 24  # noqa: PLR2004 -- versions
    ruleset = libc.syscall(LANDLOCK_CREATE, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return False
    for path in (*SYSTEM_FOLDERS, *read):
        allow(ruleset, path, (EXECUTE | READ_FILE | READ_DIR) & every)
    for path in ("/dev/null", *write):
        allow(ruleset, path, every & ~EXECUTE)
    return bool(libc.syscall(LANDLOCK_RESTRICT, ruleset, 0) == 0)


def allow(ruleset: int, path: str, rights: int) -> None:
    """Open `path` and what is below it again; a missing path needs no rule."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not os.path.isdir(path):  # noqa: PTH112 -- pathlib costs 10 ms of each start
        rights &= FILE_RIGHTS
    rule = PathRule(rights, descriptor)
    libc.syscall(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(descriptor)


def set_limits(policy: dict[str, int]) -> None:
    """Limit what the program may use up."""
    for kind, name in (
        (resource.RLIMIT_CPU, "cpu_seconds"),
        (resource.RLIMIT_AS, "memory_bytes"),
        (resource.RLIMIT_FSIZE, "file_bytes"),
    ):
        value = int(policy[name])
        # a little room above the time limit: at the hard one the kernel kills without saying why
        resource.setrlimit(kind, (value, value + 5 if kind == resource.RLIMIT_CPU else value))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Python ignores these and would hand that on
    for number in (signal.SIGXFSZ, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)


def check() -> None:
    """Print what can be shielded here."""
    has_network_namespace = leave_network()
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    version = landlock_version()
    report = {"network": has_network_namespace or version >= 4, "files": close_files([], [])}  # noqa: PLR2004 -- version
    sys.stdout.write(json.dumps(report))


def main() -> None:
    """Take the policy, give up everything else, become the program."""
    if sys.argv[1] == "--check":
        check()
        return
    policy = json.loads(sys.argv[1])
    os.nice(int(policy["nice"]))
    leave_network()
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    close_files(policy["read"], policy["write"])
    # after everything that changes credentials: the kernel forgets this wish then
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != policy["parent"]:  # it died before the wish was heard
        sys.exit(1)
    set_limits(policy)
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 -- a list of arguments and no shell is the point


if __name__ == "__main__":
    main()
