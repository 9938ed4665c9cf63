"""Problems of judged alternatives, and the slow twin of their audit: lists, loops and the power method."""

import warnings
from functools import lru_cache
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

import mcda_nato as mn

SAATY = [1 / 9, 1 / 8, 1 / 7, 1 / 6, 1 / 5, 1 / 4, 1 / 3, 1 / 2, 2, 3, 4, 5, 6, 7, 8, 9]
MODES = ("distributive", "ideal")


def named(matrices, names=None):
    """Return judgements under criteria g1, g2, ... of alternatives A, B, ..."""
    names = names or [chr(ord("A") + i) for i in range(len(matrices[0]))]
    return {f"g{j + 1}": mn.Judgements.from_matrix(matrix, names) for j, matrix in enumerate(matrices)}


def ratios(column):
    column = np.asarray(column, dtype=float)
    return column[:, None] / column


def audited(matrices, mode, weights=None, **options):
    judgements = named(matrices)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", mn.McdaWarning)  # of constant criteria, and of judgements that are inconsistent
        problem = mn.problem_from_judgements(judgements)
        return mn.audit_rank_reversal(problem, mn.ahp(mode), weights, judgements=judgements, **options)


def rated(matrices, mode, weights, tests):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", mn.McdaWarning)  # of constant criteria, and of judgements that are inconsistent
        return mn.audit_rank_reversal(mn.problem_from_judgements(named(matrices)), mn.ahp(mode), weights, tests=tests)


@st.composite
def judged(draw, smallest=1, largest=4):
    """Reciprocal matrices on Saaty's scale, seldom consistent, one a criterion, and weights."""
    m, n = draw(st.integers(smallest, largest)), draw(st.integers(1, 3))
    matrices = np.ones((n, m, m))
    for j in range(n):
        for i, k in combinations(range(m), 2):
            matrices[j, i, k] = draw(st.sampled_from([1, *SAATY]))
            matrices[j, k, i] = 1 / matrices[j, i, k]
    return matrices, parts(draw, n)


@st.composite
def consistent(draw, largest=5):
    """Matrices of ratios of small integers, one a criterion, and weights."""
    m, n = draw(st.integers(1, largest)), draw(st.integers(1, 3))
    columns = [draw(st.lists(st.integers(1, 9), min_size=m, max_size=m)) for _ in range(n)]
    return np.stack([ratios(column) for column in columns]), parts(draw, n)


def parts(draw, n):
    shares = np.array(draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)), dtype=float)
    return shares / shares.sum()


# The twin.


def plain_priorities(matrix):
    return power_method(tuple(tuple(row) for row in matrix))


@lru_cache(maxsize=1 << 16)
def power_method(matrix):
    size = len(matrix)
    vector = [1.0 / size] * size
    for _ in range(10_000):
        product = [sum(a * value for a, value in zip(row, vector, strict=True)) for row in matrix]
        total = sum(product)
        old, vector = vector, [value / total for value in product]
        if max(abs(one / other - 1.0) for one, other in zip(vector, old, strict=True)) < 1e-15:
            break
    return vector


def plain_scores(matrices, mode, weights):
    scores = [0.0] * len(matrices[0])
    for matrix, weight in zip(matrices, weights, strict=True):
        local = plain_priorities(matrix)
        divisor = max(local) if mode == "ideal" else sum(local)
        scores = [score + weight * value / divisor for score, value in zip(scores, local, strict=True)]
    return scores


def sign(difference):
    return 0 if abs(difference) <= 1e-12 else 1 if difference > 0 else -1


def plain_without(matrices, gone):
    keep = [i for i in range(len(matrices[0])) if i not in gone]
    return [[[matrix[i][k] for k in keep] for i in keep] for matrix in matrices], keep


def plain_added(matrices, k, factors):
    grown = []
    for matrix, s in zip(matrices, factors, strict=True):
        old = [list(row) for row in matrix]
        row = [s * value for value in old[k]]
        grown.append([[*own, own[k] / s] for own in old] + [[*row, 1.0]])
    return grown, list(range(len(matrices[0])))


def plain_worse(matrices, k, factors):
    changed = []
    for matrix, s in zip(matrices, factors, strict=True):
        old = [list(row) for row in matrix]
        for i in range(len(old)):
            if i != k:
                old[k][i] *= s
                old[i][k] /= s
        changed.append(old)
    return changed, [i for i in range(len(matrices[0])) if i != k]


def one_or_all(scale, n):
    moves = {tuple(s if j == under else 1.0 for j in range(n)) for s in scale for under in range(n)}
    return sorted(moves | {(s,) * n for s in scale})


def plain_variants(matrices, first, add=plain_added):
    """Return {row of the audit: [(changed matrices, survivors)]} of what is enumerated."""
    m, n = len(matrices[0]), len(matrices)
    subsets = [gone for size in range(1, m - 1) for gone in combinations(range(m), size)]
    close, worse = [1.1, 1 / 1.1], [s for s in SAATY if s < 1]
    same = (1.0,) * n
    new = {"a phantom alternative": SAATY, "a dominated alternative": worse}
    added = [add(matrices, k, f) for k in range(m) for f in one_or_all(SAATY, n)]
    return {
        "any one that is not first": [plain_without(matrices, g) for g in subsets if len(g) == 1 and g[0] not in first],
        "any one": [plain_without(matrices, gone) for gone in subsets if len(gone) == 1],
        "any subset": [plain_without(matrices, gone) for gone in subsets],
        "an exact copy of one that is not first": [add(matrices, k, same) for k in range(m) if k not in first],
        "an exact copy of a first one": [add(matrices, k, same) for k in first],
        "a near copy of any": [add(matrices, k, f) for k in range(m) for f in one_or_all(close, n)],
        "one that is not first by a worse one": [
            plain_worse(matrices, k, f) for k in range(m) if k not in first and m > 2 for f in one_or_all(worse, n)
        ],
        **{words: [add(matrices, k, f) for k in range(m) for f in one_or_all(s, n)] for words, s in new.items()},
        "a dominating alternative": [variant for variant in added if is_best_throughout(variant[0])],
        "the order recomposed from pairs alone": [
            plain_without(matrices, [i for i in range(m) if i not in pair]) for pair in combinations(range(m), 2)
        ],
    }


def is_best_throughout(matrices):
    return all(local[-1] >= max(local) * (1.0 - 1e-12) for local in map(plain_priorities, matrices))


def plain_counts(matrices, mode, weights, add=plain_added):
    """Return {row: (variants, those under which a pair reverses)}."""
    before = plain_scores(matrices, mode, weights)
    first = [i for i, score in enumerate(before) if sign(max(before) - score) == 0]
    counts = {}
    for words, variants in plain_variants(matrices.tolist(), first, add).items():
        hits = sum(turned(before, variant, mode, weights) for variant in variants)
        counts[words] = (len(variants), hits)
    return counts


def turned(before, variant, mode, weights):
    """Whether a pair of survivors reverses under (changed matrices, survivors)."""
    changed, survivors = variant
    after = plain_scores(changed, mode, weights)
    places = survivors if len(after) >= len(before) else range(len(survivors))
    return any(
        sign(before[i] - before[k]) * sign(after[a] - after[b]) < 0
        for (i, a), (k, b) in combinations(zip(survivors, places, strict=True), 2)
    )


def counts_of(audit):
    rows = audit.rows.set_index("change")
    assert rows.index.is_unique
    return {words: (int(row["variants"]), int(row["reversals"])) for words, row in rows.iterrows()}
