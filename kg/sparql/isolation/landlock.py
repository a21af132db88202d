"""Landlock: a process may open files below some folders and nowhere else.

References:
    Linux kernel documentation, ``userspace-api/landlock``; ABI 1 (Linux 5.13) is enough.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Sequence
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1
_PR_SET_NO_NEW_PRIVS = 38

# Rights of ABI 1, as bits: execute, write, read a file, read a directory, then nine that make or
# remove directory entries.
_ALL = (1 << 13) - 1
_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_FILE, _MAKE_REG = 1 << 5, 1 << 8
_OF_FILES = _WRITE_FILE | _READ_FILE


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled_access_fs", ctypes.c_uint64),)


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def restrict(readable: Sequence[Path], *, writable: bool = False) -> bool:
    """Let this process open these files, and those below these folders, only.

    Args:
        readable: files and folders that exist.
        writable: files there may also be made, written and removed.

    Returns:
        Whether the rule is in force; False where the kernel does not know it.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(_CREATE_RULESET, None, 0, _CREATE_RULESET_VERSION) < 1:
        return False
    rules = _Ruleset(_ALL)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    if ruleset < 0:
        return False
    try:
        access = _READ_FILE | _READ_DIR
        if writable:
            access |= _WRITE_FILE | _MAKE_REG | _REMOVE_FILE
        return all(_allow(libc, ruleset, place, access) for place in readable) and (
            libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
            and libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
        )
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, place: Path, access: int) -> bool:
    fd = os.open(place, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _PathBeneath(access if place.is_dir() else access & _OF_FILES, fd)
        added = libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(rule), 0)
        return bool(added == 0)
    finally:
        os.close(fd)
