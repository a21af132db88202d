"""What to do about an error: one line for each kind that an operator can meet."""

from __future__ import annotations

import errno

_RESTORE = "restore the newest backup with 'paperkin restore' into another --data"
_REBUILD = "make graph and index anew with 'paperkin rebuild'; nothing is lost by it"
_WAIT = "another command works here: run this again when it has ended"
_SPACE = (
    "free space or raise the limit on file sizes, then run this again: what was acknowledged is "
    "there, and nothing half is shown"
)
_RIGHTS = "give the user that runs paperkin the right to read and write there"

_BY_NAME = {
    "CatalogueBusy": _WAIT,
    "StoreBusy": _WAIT,
    "CatalogueDamaged": _RESTORE,
    "CatalogueTooNew": "install the version of paperkin that wrote it, or a newer one",
    "StoreDamaged": _REBUILD,
    "PointerDamaged": _REBUILD,
    "IndexMissing": _REBUILD,
    "IndexDamaged": _REBUILD,
    "IndexIncompatible": _REBUILD,
    "EvaluationFailed": "look for damage with 'paperkin doctor'",
    "NothingPublished": "ingest something, or publish what is there with 'paperkin publish'",
    "FeedDamaged": _REBUILD,
    "BudgetTooSmall": "raise disk_budget_bytes, or move the data directory to a larger disk",
    "UnknownEntity": "look it up with 'paperkin search'",
    "UnknownWork": "look it up with 'paperkin search'",
}
"""By the name of the error's class: they live in packages that are imported late."""

_BY_NUMBER = {
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: _SPACE,
    errno.EFBIG: _SPACE,
    errno.EROFS: "mount it for writing, or name another place with --data",
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EMFILE: "raise the limit on open files (ulimit -n)",
    errno.ENFILE: "raise the limit on open files of the machine",
    errno.EADDRINUSE: "choose another --port, or end what listens there",
    errno.EIO: "the disk fails: copy what is readable, then " + _RESTORE,
}


def remedy(error: BaseException) -> str:
    """What to do about an error, or an empty string when its own words say all there is.

    Causes are looked at too: a full disk shows itself through the database or the store.
    """
    seen: BaseException | None = error
    while seen is not None:
        found = _of(seen)
        if found:
            return found
        seen = seen.__cause__ or seen.__context__
    return ""


def _of(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno in _BY_NUMBER:
        return _BY_NUMBER[error.errno]
    return next(
        (_BY_NAME[one.__name__] for one in type(error).__mro__ if one.__name__ in _BY_NAME), ""
    )
