"""Errors of the exports.

::

    KgError
    └── ExportError
        ├── UnknownFormat (ValueError)
        ├── UnknownSelection (ValueError)
        ├── PackageMissing (ImportError)
        ├── VersionBehind (RuntimeError)
        └── PatchInvalid (ValueError)
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import KgError


class ExportError(KgError):
    """Root of what goes wrong in an export."""


class UnknownFormat(ExportError, ValueError):
    """A format or compression that is not offered.

    Args:
        asked: what was asked for.
        known: what there is.
    """

    def __init__(self, asked: str, known: Iterable[str]) -> None:
        super().__init__(f"{asked!r} is none of {', '.join(known)}")
        self.asked = asked


class UnknownSelection(ExportError, ValueError):
    """A graph, licence, kind or work that the dataset does not hold.

    Args:
        asked: what was asked for.
        known: what there is, as far as it can be listed.
    """

    def __init__(self, asked: str, known: Iterable[str] = ()) -> None:
        listed = ", ".join(known)
        super().__init__(
            f"the dataset has no {asked!r}" + (f" (it has {listed})" if listed else "")
        )
        self.asked = asked


class PackageMissing(ExportError, ImportError):
    """Something that needs a package which is not installed.

    Args:
        what: what was asked for (``.zst files``).
        package: what to install.
    """

    def __init__(self, what: str, package: str) -> None:
        super().__init__(f"{what} need the package {package}")
        self.what = what
        self.package = package


class VersionBehind(ExportError, RuntimeError):
    """The catalogue holds changes that the published version does not show yet.

    Args:
        in_catalogue: newest change of the catalogue.
        published: change of the version.
    """

    def __init__(self, in_catalogue: int, published: int) -> None:
        super().__init__(
            f"change {published} of {in_catalogue} is published: publish first, so that tables "
            "and dumps tell the same"
        )
        self.in_catalogue = in_catalogue
        self.published = published


class PatchInvalid(ExportError, ValueError):
    """A text that is no RDF Patch.

    Args:
        line: from 1.
        reason: what is wrong.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason
