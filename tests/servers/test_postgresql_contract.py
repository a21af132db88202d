"""The tests of the catalogue and of the projection, on PostgreSQL: the same code, another place."""

from __future__ import annotations

from tests.kg.catalogue import test_extracting, test_forget, test_opening, test_put, test_reading
from tests.kg.catalogue.conftest import catalogue, put, record

__all__ = ["catalogue", "put", "record"]

_OF_A_FILE = {
    "test_commits_survive_a_power_loss",
    "test_a_second_writer_is_told",
    "test_a_later_version_is_not_touched",
    "test_a_foreign_file_is_not_touched",
}
"""What is peculiar to SQLite; test_postgresql.py says the same of a server."""

for _module in (test_extracting, test_forget, test_opening, test_put, test_reading):
    globals().update(
        {
            name.replace("test_", f"{_module.__name__.rpartition('.')[2]}__", 1): value
            for name, value in vars(_module).items()
            if name.startswith("test_") and name not in _OF_A_FILE
        }
    )
