"""The inner loops, in two forms with the same results.

`plain` needs only NumPy and SciPy; `compiled` is several times faster and is used when numba is
installed (the extra ``fast``). Both pass one contract test.
"""

from __future__ import annotations

import importlib.util
import os
from functools import cache

from recommender.kernels.contract import Kernels
from recommender.kernels.plain import PlainKernels

__all__ = ["Kernels", "PlainKernels", "kernels"]


@cache
def kernels() -> Kernels:
    """The fastest kernels there are here; PAPERKIN_PLAIN_KERNELS=1 asks for the plain ones."""
    if importlib.util.find_spec("numba") is None or os.environ.get("PAPERKIN_PLAIN_KERNELS") == "1":
        return PlainKernels()
    from recommender.kernels.compiled import CompiledKernels  # noqa: PLC0415 - imports numba

    return CompiledKernels()
