"""Seccomp: only listed system calls reach the kernel, the others fail with EPERM.

The list is what an open, read-only store and the interpreter need. Opening files stays allowed
for reading, since the engine opens its tables when it first reads them; which files is the
business of Landlock.

References:
    Linux kernel documentation, ``userspace-api/seccomp_filter``; classic BPF, ``linux/filter.h``.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass

_PR_SET_NO_NEW_PRIVS = 38
_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_ALLOW, _REFUSE, _NOT_THERE, _KILL = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38, 0x80000000
_LOAD, _IF_EQUAL, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_CLONE_THREAD = 0x00010000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# Offsets in struct seccomp_data: number, architecture, then six 64-bit arguments, low word first.
_NUMBER_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16

_READER = """
    brk clock_gettime clock_nanosleep close exit exit_group fadvise64 fcntl fstat futex getdents64
    getpid getrandom getrusage gettid gettimeofday lseek lstat madvise membarrier mmap mprotect
    mremap munmap nanosleep newfstatat poll ppoll pread64 read readv restart_syscall rseq
    rt_sigaction rt_sigprocmask rt_sigreturn sched_getaffinity sched_yield set_robust_list
    setitimer sigaltstack stat statx sysinfo uname write writev
    access faccessat faccessat2 fstatfs statfs readlink readlinkat
"""
_WRITER = """
    fallocate fdatasync flock fsync ftruncate mkdir mkdirat pwrite64 rename renameat renameat2
    rmdir sync_file_range unlink unlinkat
"""
# Connections that are begun here: nothing listens or accepts.
_NETWORKED = """
    bind connect getpeername getsockname getsockopt ioctl pselect6 recvfrom recvmmsg recvmsg select
    sendmmsg sendmsg sendto setsockopt shutdown
"""
# IPv4, IPv6, and how the C library asks the kernel which of them there is.
_FAMILIES = (2, 10, 16)

Instruction = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Machine:
    audit: int
    numbers: dict[str, int]


def _numbers(text: str) -> dict[str, int]:
    return {name: int(number) for name, number in (pair.split("=") for pair in text.split())}


_MACHINES = {
    "x86_64": _Machine(
        audit=0xC000003E,
        numbers=_numbers(
            "read=0 write=1 close=3 fstat=5 lseek=8 mmap=9 mprotect=10 munmap=11 brk=12 "
            "rt_sigaction=13 rt_sigprocmask=14 rt_sigreturn=15 pread64=17 pwrite64=18 readv=19 "
            "writev=20 sched_yield=24 mremap=25 madvise=28 nanosleep=35 setitimer=38 getpid=39 "
            "exit=60 uname=63 fcntl=72 flock=73 fsync=74 fdatasync=75 ftruncate=77 "
            "gettimeofday=96 getrusage=98 sysinfo=99 sigaltstack=131 statfs=137 fstatfs=138 "
            "gettid=186 futex=202 sched_getaffinity=204 getdents64=217 restart_syscall=219 "
            "fadvise64=221 clock_gettime=228 clock_nanosleep=230 exit_group=231 tgkill=234 "
            "mkdirat=258 newfstatat=262 unlinkat=263 renameat=264 faccessat=269 ppoll=271 "
            "set_robust_list=273 sync_file_range=277 fallocate=285 prlimit64=302 renameat2=316 "
            "seccomp=317 getrandom=318 membarrier=324 statx=332 rseq=334 clone3=435 stat=4 lstat=6 "
            "poll=7 access=21 clone=56 rename=82 mkdir=83 rmdir=84 unlink=87 readlink=89 "
            "openat=257 readlinkat=267 faccessat2=439 ioctl=16 select=23 socket=41 connect=42 "
            "sendto=44 recvfrom=45 sendmsg=46 recvmsg=47 shutdown=48 bind=49 getsockname=51 "
            "getpeername=52 setsockopt=54 getsockopt=55 pselect6=270 recvmmsg=299 sendmmsg=307"
        ),
    ),
    "aarch64": _Machine(
        audit=0xC00000B7,
        numbers=_numbers(
            "fcntl=25 flock=32 mkdirat=34 unlinkat=35 renameat=38 statfs=43 fstatfs=44 "
            "ftruncate=46 fallocate=47 faccessat=48 close=57 getdents64=61 lseek=62 read=63 "
            "write=64 readv=65 writev=66 pread64=67 pwrite64=68 ppoll=73 newfstatat=79 fstat=80 "
            "fsync=82 fdatasync=83 sync_file_range=84 exit=93 exit_group=94 futex=98 "
            "set_robust_list=99 nanosleep=101 setitimer=103 clock_gettime=113 "
            "clock_nanosleep=115 sched_getaffinity=123 sched_yield=124 restart_syscall=128 "
            "tgkill=131 sigaltstack=132 rt_sigaction=134 rt_sigprocmask=135 rt_sigreturn=139 "
            "uname=160 getrusage=165 gettimeofday=169 getpid=172 gettid=178 sysinfo=179 brk=214 "
            "munmap=215 mremap=216 mmap=222 fadvise64=223 mprotect=226 madvise=233 prlimit64=261 "
            "clone=220 openat=56 renameat2=276 seccomp=277 getrandom=278 membarrier=283 statx=291 "
            "rseq=293 clone3=435 readlinkat=78 faccessat2=439 ioctl=29 pselect6=72 socket=198 "
            "bind=200 connect=203 getsockname=204 getpeername=205 sendto=206 recvfrom=207 "
            "setsockopt=208 getsockopt=209 shutdown=210 sendmsg=211 recvmsg=212 recvmmsg=243 "
            "sendmmsg=269"
        ),
    ),
}


def install(*, writable: bool = False, networked: bool = False) -> bool:
    """Filter the system calls of all threads of this process.

    Args:
        writable: files may be opened for writing, renamed and removed.
        networked: connections to others may be made.

    Returns:
        Whether the filter is in force; False on other systems and machines.
    """
    machine = _MACHINES.get(os.uname().machine)
    if sys.platform != "linux" or machine is None:
        return False
    steps_of_it = _program(machine, writable=writable, networked=networked)
    packed = b"".join(struct.pack("HBBI", *step) for step in steps_of_it)
    steps = ctypes.create_string_buffer(packed, len(packed))
    program = struct.pack("HxxxxxxP", len(packed) // 8, ctypes.addressof(steps))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    number = machine.numbers["seccomp"]
    return bool(libc.syscall(number, _SET_MODE_FILTER, _ALL_THREADS, program) == 0)


def _program(machine: _Machine, *, writable: bool, networked: bool) -> list[Instruction]:
    """The filter; every block ends in a verdict, so order matters for speed only."""
    more = (_WRITER if writable else "") + (_NETWORKED if networked else "")
    names = (_READER + more).split()
    open_rule = [_verdict(_ALLOW)] if writable else _argument_has(2, _WRITING, _REFUSE, _ALLOW)
    special = {
        "openat": open_rule,
        "clone": _argument_has(0, _CLONE_THREAD, _ALLOW, _REFUSE),
        # The C library falls back to clone, whose flags can be looked at.
        "clone3": [_verdict(_NOT_THERE)],
        "tgkill": _argument_is(0, os.getpid()),
        "prlimit64": _argument_is(0, 0),
    }
    if networked:
        special["socket"] = _argument_in(0, _FAMILIES)
    program = [
        (_LOAD, 0, 0, _ARCH_AT),
        (_IF_EQUAL, 1, 0, machine.audit),
        _verdict(_KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    for name in (name for name in names if name in machine.numbers):
        program += _call(machine.numbers[name], [_verdict(_ALLOW)])
    for name, block in special.items():
        program += _call(machine.numbers[name], block)
    return [*program, _verdict(_REFUSE)]


def _call(number: int, block: list[Instruction]) -> list[Instruction]:
    return [(_IF_EQUAL, 0, len(block), number), *block]


def _argument_has(index: int, bits: int, then: int, otherwise: int) -> list[Instruction]:
    load = (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * index)
    return [load, (_IF_ANY_BIT, 0, 1, bits), _verdict(then), _verdict(otherwise)]


def _argument_is(index: int, value: int) -> list[Instruction]:
    load = (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * index)
    return [load, (_IF_EQUAL, 0, 1, value), _verdict(_ALLOW), _verdict(_REFUSE)]


def _argument_in(index: int, values: Sequence[int]) -> list[Instruction]:
    load = (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * index)
    left = range(len(values), 0, -1)
    tests = [(_IF_EQUAL, steps, 0, value) for steps, value in zip(left, values, strict=True)]
    return [load, *tests, _verdict(_REFUSE), _verdict(_ALLOW)]


def _verdict(value: int) -> Instruction:
    return (_RETURN, 0, 0, value)
