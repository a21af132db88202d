"""Both forms of the inner loops give what a dense product gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from recommender.kernels import Kernels, PlainKernels, kernels
from recommender.sparse import Rows, Vector

DENSE = st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1, max_size=7)
TABLE = np.sqrt(np.arange(256.0))


def _rows(dense: NDArray[np.uint8]) -> Rows:
    rows, columns = np.nonzero(dense)
    return Rows.of_entries(rows, columns, dense[rows, columns], dense.shape)


def _worth(dense: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.asarray(TABLE[dense] * (dense > 0))


class KernelsContract:
    """What either form must do."""

    @pytest.fixture(scope="class")
    @classmethod
    def kernels(cls) -> Kernels:
        raise NotImplementedError

    @settings(suppress_health_check=[HealthCheck.differing_executors])
    @given(values=DENSE, weights=st.lists(st.floats(0, 9), min_size=4, max_size=4))
    def test_products(
        self, kernels: Kernels, values: list[list[int]], weights: list[float]
    ) -> None:
        dense, query = np.array(values, np.uint8), np.array(weights)
        vector = Vector(np.flatnonzero(query).astype(np.int32), query[query != 0])
        expected = _worth(dense) @ query
        totals = np.zeros(len(dense), np.float32)
        chosen = vector.values.astype(np.float32)
        inverted = _rows(dense).transposed()
        kernels.add_counts(inverted, vector.indices, chosen, TABLE.astype(np.float32), totals)
        assert np.allclose(totals, expected, rtol=1e-5)
        scales = np.linspace(0.5, 1.0, len(dense), dtype=np.float32)
        kernels.weigh(totals, scales, scales[::-1].copy(), 0.25)
        assert np.allclose(totals, expected * scales + 0.25 * scales[::-1], rtol=1e-5)
        for factor in (0.5, -2.0):
            before, positive = totals.copy(), np.zeros(len(dense), np.bool_)
            kernels.add_scaled(before.copy(), factor, totals, positive)
            assert np.allclose(totals, before * (1 + factor), rtol=1e-5)
            assert positive.tolist() == ((before > 0) & (factor > 0)).tolist()
        works = np.arange(len(dense))[::-1]
        found = kernels.products(_rows(dense), works, vector, TABLE)
        assert np.allclose(found, expected[works], rtol=1e-12)
        totals = np.zeros(len(dense), np.float32)
        plain = Rows(
            inverted.indptr, inverted.indices, inverted.values.astype(np.float32), len(dense)
        )
        kernels.add_values(plain, vector, totals)
        assert np.allclose(totals, dense @ query, rtol=1e-5)

    @settings(suppress_health_check=[HealthCheck.differing_executors])
    @given(
        values=st.lists(st.lists(st.integers(0, 9), min_size=5, max_size=5), min_size=5, max_size=5)
    )
    def test_a_step(self, kernels: Kernels, values: list[list[int]]) -> None:
        dense = np.array(values, np.float32)
        mass = Vector(np.array([0, 3], np.int32), np.array([0.5, 2.0]))
        found = kernels.step(_rows(dense), mass, np.array([0.25, 1.0]))
        expected = dense.T.astype(np.float64) @ np.array([0.125, 0, 0, 2.0, 0])
        assert found.indices.tolist() == np.flatnonzero(expected).tolist()
        assert np.allclose(found.values, expected[found.indices])

    @settings(suppress_health_check=[HealthCheck.differing_executors])
    @given(values=DENSE)
    def test_whole_sums(self, kernels: Kernels, values: list[list[int]]) -> None:
        dense = np.array(values, np.uint8)
        idf = np.array([1.5, 7.25, 2.0, 900.1])
        expected = np.rint(_worth(dense) * idf).sum(axis=1)
        assert kernels.sums(_rows(dense), TABLE, idf).tolist() == expected.tolist()

    def test_gathering(self, kernels: Kernels) -> None:
        table, places = np.array([4, 7], np.int32), np.array([1, 0, 1], np.int32)
        assert kernels.gathered(table, places).tolist() == [7, 4, 7]


class TestPlain(KernelsContract):
    @pytest.fixture(scope="class")
    @classmethod
    def kernels(cls) -> Kernels:
        return PlainKernels()


class TestCompiled(KernelsContract):
    @pytest.fixture(scope="class")
    @classmethod
    def kernels(cls) -> Kernels:
        pytest.importorskip("numba", reason="numba (the extra 'fast') is not installed")
        from recommender.kernels.compiled import CompiledKernels

        return CompiledKernels()


def test_the_plain_ones_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERKIN_PLAIN_KERNELS", "1")
    kernels.cache_clear()
    assert kernels().name == "NumPy and SciPy"
    kernels.cache_clear()
