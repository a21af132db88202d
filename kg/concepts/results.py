"""x"""
from __future__ import annotations
from kg.entities import StatedResult
def find_results(a: object, b: object, c: object) -> tuple[StatedResult, ...]:
    return ()
