"""Were launchready.yaml and the baseline in order at an earlier run, and are they still the same?

As Git knows that a file is unchanged: by its inode, size and times. Of its content nothing is kept.
"""

import os
import time
from binascii import crc32

import launchready_ci
from launchready_ci import cache

RACY = 2_000_000_000
"""Nanoseconds: the times of a file that changed just now may not tell a further change."""


def state(*paths: str) -> bytes:
    """What must be the same for what was known of these files to hold; they may be absent."""
    program = (launchready_ci.__version__, _state(launchready_ci.__file__))
    return repr((*program, *((path, _state(path)) for path in paths))).encode()


def _state(path: str) -> tuple[int, ...]:
    """Five figures of what stands at the path, and five of what a link there leads to."""
    state: tuple[int, ...] = ()
    for look in (os.lstat, os.stat):
        try:
            found = look(path)
        except FileNotFoundError:
            break
        state += (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    return state


def is_known(state: bytes) -> bool:
    """Was exactly this remembered?"""
    return cache.read(_name(state)) == state


def remember(state: bytes, *paths: str) -> None:
    """Everything was in order while the files were in this state, which was taken before."""
    past = time.time_ns() - RACY
    figures = [_state(path) for path in paths]
    if all(changed < past for of in figures for changed in (*of[3::5], *of[4::5])):
        cache.write(_name(state), state)


def _name(state: bytes) -> str:
    return f"known-{crc32(state):08x}"
