"""How fast the recommender is, beside what others do, on one core.

    python -m benchmarks.speed --works 17000 80000
    python -m benchmarks.speed --works 1000000 --no-rivals --keep FOLDER

Real texts where they exist, generated ones beyond (see benchmarks.scale). Times are processor
times of one thread, so that a busy machine does not count; medians over 50 queries after ten to
warm up. igraph is under the GPL: it is measured when it is installed and is no dependency.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import resource
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from benchmarks.scale import GrownCorpus, real_papers
from recommender import Recommender
from recommender.kernels import kernels
from recommender.weighting import Certainty
from recommender.worth import damped

TOP = 20
WARM = 10
HEAVY = 120  # terms of the fast path


def timed(ask: Callable[[int], object], works: Sequence[int]) -> tuple[float, float]:
    """Median and 99th percentile in milliseconds of processor time."""
    for work in works[:WARM]:
        ask(work)
    spent = []
    for work in works[WARM:]:
        began = time.process_time_ns()
        ask(work)
        spent.append((time.process_time_ns() - began) / 1e6)
    median, late = np.percentile(spent, [50, 99])
    return float(median), float(late)


def line(name: str, spent: tuple[float, float], note: str = "") -> None:
    """Print one figure."""
    print(f"  {name:44s} median {spent[0]:9.2f} ms   p99 {spent[1]:9.2f} ms   {note}", flush=True)


def text_rows(recommender: Recommender) -> sparse.csr_array:
    """Our document weights as a SciPy matrix, for the rivals."""
    space = recommender.index.texts
    counts = space.counts
    weights = damped(counts.values) * space.idf[counts.indices]
    weights *= np.repeat(space.scales, np.diff(counts.indptr))
    shape = (len(counts), counts.width)
    return sparse.csr_array((weights.astype(np.float32), counts.indices, counts.indptr), shape)


def our_top(recommender: Recommender, work: int) -> NDArray[np.int64]:
    """The exact top 20 of one work's whole text."""
    space = recommender.index.texts
    query = space.query(work)
    values, certainty = space.bounds(query)
    found = space.nearest(query, values, certainty, TOP)
    if found is None:
        found = space.nearest(query, space.products(query), Certainty.EXACT, TOP)
    assert found is not None
    return found[0]


def our_fast_top(recommender: Recommender, work: int) -> NDArray[np.int64]:
    """The top 20 among the works that the heaviest terms of one work's text find."""
    space = recommender.index.texts
    query = space.query(work)
    found = space.nearest(query, space.products(query.heaviest(HEAVY)), Certainty.AT_LEAST, TOP)
    assert found is not None
    return found[0]


def ours(recommender: Recommender, works: Sequence[int]) -> None:
    """Our own figures."""
    line("text top 20, whole work as the query", timed(lambda w: our_top(recommender, w), works))
    shared = [
        len(np.intersect1d(our_top(recommender, w), our_fast_top(recommender, w))) for w in works
    ]
    note = f"{sum(shared) / (TOP * len(works)):.1%} of the exact list"
    spent = timed(lambda w: our_fast_top(recommender, w), works)
    line(f"text top 20, {HEAVY} heaviest terms", spent, note)
    graph, nodes = recommender.index.graph, recommender.index.corpus.work_nodes
    from recommender.sparse import Vector

    def walk(work: int) -> object:
        start = Vector(nodes[work : work + 1], np.ones(1))
        return graph.step(graph.step(graph.step(start, through=False)))

    line("three-step walk", timed(walk, works))
    fast = recommender.with_weights(replace(recommender.parameters, heavy_terms=HEAVY))
    ids = recommender.index.corpus.ids
    for size in (10, TOP):
        for name, asked in (("", recommender), (f", {HEAVY} heaviest terms", fast)):
            spent = timed(lambda w, asked=asked, size=size: asked.related(ids[w], size), works)
            line(f"related list of {size} with evidence{name}", spent)


def oracle(recommender: Recommender, works: Sequence[int]) -> None:
    """Compare our top 20 with sorting all products in double precision."""
    rows = text_rows(recommender).astype(np.float64)
    same = 0
    for work in works:
        space = recommender.index.texts
        query = space.query(work)
        dense = np.zeros(rows.shape[1])
        dense[query.indices] = query.values
        products = rows @ dense
        found = our_top(recommender, work)
        floor = np.sort(products)[-len(found)]
        same += int((products[found] >= floor - 1e-6).all())
    print(f"  exact against a dense oracle: {same} of {len(works)} lists")


def text_rivals(recommender: Recommender, works: Sequence[int]) -> None:
    """The same top 20 by other libraries, on the same weights."""
    from sklearn.neighbors import NearestNeighbors

    rows = text_rows(recommender)
    few = works[: WARM + 15]
    product = timed(lambda w: np.argpartition(-(rows @ rows[[w]].T).toarray().ravel(), TOP), few)
    line("scipy: CSR product and argpartition", product)
    brute = NearestNeighbors(n_neighbors=TOP, metric="cosine", algorithm="brute").fit(rows)
    line("scikit-learn NearestNeighbors", timed(lambda w: brute.kneighbors(rows[[w]]), few))
    if importlib.util.find_spec("sparse_dot_topn"):
        from sparse_dot_topn import sp_matmul_topn

        columns = sparse.csr_matrix(rows.T)
        topn = timed(lambda w: sp_matmul_topn(sparse.csr_matrix(rows[[w]]), columns, TOP), few)
        line("sparse_dot_topn", topn)
    if importlib.util.find_spec("bm25s"):
        _bm25s(recommender, works)


def _bm25s(recommender: Recommender, works: Sequence[int]) -> None:
    import bm25s

    counts, names = recommender.index.corpus.counts, list(recommender.index.corpus.terms)
    tokens = [[names[t] for t in counts.row(work)[0].tolist()] for work in range(len(recommender))]
    retriever = bm25s.BM25()
    retriever.index(tokens, show_progress=False)
    spent = timed(lambda w: retriever.retrieve([tokens[w]], k=TOP, show_progress=False), works)
    line("bm25s", spent, "its own weights")


def walk_rivals(recommender: Recommender, works: Sequence[int]) -> None:
    """Personalised PageRank by other libraries, on the same graph."""
    rows, nodes = recommender.index.graph.weights, recommender.index.corpus.work_nodes
    shape = (len(rows), len(rows))
    matrix = sparse.csr_matrix((rows.values, rows.indices, rows.indptr), shape=shape)
    few = works[: WARM + 3]
    if importlib.util.find_spec("sknetwork"):
        from sknetwork.ranking import PageRank

        spent = timed(lambda w: PageRank().fit_predict(matrix, weights={int(nodes[w]): 1.0}), few)
        line("scikit-network PageRank", spent)
    if importlib.util.find_spec("igraph"):
        import igraph

        upper = sparse.triu(matrix).tocoo()
        graph = igraph.Graph(len(rows), np.c_[upper.row, upper.col])
        weights = upper.data.tolist()

        def prpack(work: int) -> object:
            return graph.personalized_pagerank(reset_vertices=int(nodes[work]), weights=weights)

        line("igraph personalised PageRank", timed(prpack, few))
    if importlib.util.find_spec("networkx") and len(recommender) <= 20_000:
        import networkx

        plain = networkx.from_scipy_sparse_array(matrix)
        spent = timed(lambda w: networkx.pagerank(plain, personalization={int(nodes[w]): 1}), few)
        line("networkx PageRank", spent)


def held_gib(*kinds: str) -> float:
    """Memory of this process: RssAnon is its own, RssFile is mapped from files."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(kinds)) / 2**20


def built(corpus: GrownCorpus, place: Path) -> None:
    """Build and save an index; making the texts up is measured apart."""
    began = time.process_time()
    deque(chain(corpus.documents(), corpus.edges()), maxlen=0)
    made = time.process_time() - began
    began = time.process_time()
    fitted = Recommender.fit(corpus.documents(), corpus.edges())
    spent = time.process_time() - began
    print(f"  built in {spent - made:.0f} s of processor time, after {made:.0f} s for the texts")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"  peak memory until then: {peak:.2f} GiB")
    fitted.save(place)


def run(corpus: GrownCorpus, place: Path, *, rivals: bool) -> None:
    """Measure one size, built and saved unless an earlier run has kept it."""
    generated = max(0, corpus.size - len(corpus.real))
    print(f"\n{corpus.size} works ({generated} of them generated), {kernels().name}", flush=True)
    if not place.exists():
        built(corpus, place)
    size = sum(path.stat().st_size for path in place.iterdir()) / 2**30
    began = time.perf_counter()
    recommender = Recommender.load(place, verify=False)
    print(f"  {size:.2f} GiB on disk, mapped in {(time.perf_counter() - began) * 1e3:.0f} ms")
    works = random.Random(2).sample(range(corpus.size), WARM + 50)
    ours(recommender, works)
    own, mapped = held_gib("RssAnon"), held_gib("RssFile")
    print(f"  memory after these questions: {own:.2f} GiB, and {mapped:.2f} GiB mapped from files")
    if rivals:
        oracle(recommender, works[:20])
        text_rivals(recommender, works)
        walk_rivals(recommender, works)


def main() -> int:
    """Run the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, nargs="+", default=[17_000, 80_000])
    parser.add_argument("--no-rivals", action="store_true", help="only our own figures")
    parser.add_argument("--keep", type=Path, help="folder to keep indexes in, and to find them")
    options = parser.parse_args()
    shared = Path(os.environ.get("PAPERKIN_SHARED", "../shared"))
    if not shared.is_dir():
        print(f"skipped: no folder {shared} (set PAPERKIN_SHARED)")
        return 0
    real = real_papers(shared)
    with threadpool_limits(1), tempfile.TemporaryDirectory() as folder:
        for size in options.works:
            place = (options.keep or Path(folder)) / str(size)
            run(GrownCorpus(real[:size], size), place, rivals=not options.no_rivals)
    return 0


if __name__ == "__main__":
    sys.exit(main())
