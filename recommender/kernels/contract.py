"""What the inner loops must do, however they do it."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.sparse import Floats, Ints, Rows, Vector


class Kernels(Protocol):
    """The loops over many entries; sums are in single precision unless said."""

    @property
    def name(self) -> str:
        """What to call them in a report."""

    def add_counts(
        self,
        inverted: Rows,
        terms: Ints,
        weights: NDArray[np.float32],
        table: NDArray[np.float32],
        totals: NDArray[np.float32],
    ) -> None:
        """Add weight times table[count] to the works of each term.

        Args:
            inverted: counts by term; shape (n_terms, n_works), uint8.
            terms: rows of `inverted`.
            weights: one a term.
            table: what each count is worth; shape (256,).
            totals: changed; shape (n_works,).
        """

    def weigh(
        self,
        totals: NDArray[np.float32],
        scales: NDArray[np.float32],
        common: NDArray[np.float32],
        left_out: float,
    ) -> None:
        """Multiply each total by its scale and add `left_out` times `common`, in one pass.

        Args:
            totals: changed; shape (n_works,).
            scales, common: shape (n_works,).
            left_out: >= 0.
        """

    def add_scaled(
        self,
        values: NDArray[np.float32],
        factor: float,
        totals: NDArray[np.float32],
        positive: NDArray[np.bool_],
    ) -> None:
        """Add factor times value to each total; where the addend is positive, mark the work.

        Args:
            values: >= 0; shape (n_works,).
            factor: of either sign.
            totals, positive: changed; shape (n_works,).
        """

    def add_values(self, inverted: Rows, query: Vector, totals: NDArray[np.float32]) -> None:
        """Add the query's value times the stored float32 value to the works of each feature."""

    def products(
        self, counts: Rows, works: Ints, query: Vector, table: Floats
    ) -> NDArray[np.float64]:
        """Sum of query value times table[count] over each work's terms, in double precision."""

    def step(self, weights: Rows, mass: Vector, scale: NDArray[np.float64]) -> Vector:
        """Send mass times scale along the rows of a square matrix, in double precision.

        Args:
            weights: shape (n_nodes, n_nodes), float32.
            mass: where the walkers are.
            scale: what the mass at each of these nodes is multiplied by.
        """

    def sums(self, counts: Rows, table: Floats, idf: Floats) -> NDArray[np.int64]:
        """Sum of table[count] times idf over each row, every addend rounded to a whole number."""

    def gathered(self, table: NDArray[np.int32], places: NDArray[np.int32]) -> NDArray[np.int32]:
        """table[places], without turning the places into longer integers first."""
