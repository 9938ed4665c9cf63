"""Whether another alternative gets ahead of the winner arbitrarily near weights at which it draws level.

With ``u = w**2`` the winner is ahead where ``f(w) = u' M u > 0``. f is homogeneous,
so that the sum of the weights does not matter: a weight above 0 may move both
ways, one of 0 may only rise.
"""

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray

_EQUAL = 4e-12  # relative: what differs by less is equal to the tie rule
_STEPS = np.array([1e-5, 1e-7])  # how far from a tie a loss is looked for
_ROUNDING = 1e-14  # of the sizes of a form's own entries: eigenvalues that are less below 0 are 0
_DRAWN = 200  # directions, where more than two weights move together


def near_face(form: FloatArray, point: FloatArray, free: BoolArray) -> bool:
    """Return whether f is negative arbitrarily near a point at which it is 0 by the entries of M, ``(n, n)``.

    By the derivatives of f by u, and where these are 0 by the form itself.
    Only weights that are `free`, ``(n,)``, move.
    """
    squares = point * point
    slope = form @ squares
    level = np.abs(slope) <= _EQUAL * (np.abs(form) @ squares)
    held = point > 0
    if (free & ~level & (held | (slope < 0))).any():
        return True
    moving = free & level
    return _negative(form[np.ix_(moving, moving)], held[moving])


def _negative(form: FloatArray, both: BoolArray) -> bool:
    """Return whether ``d' M d < 0`` for some d that is negative only where it may move both ways.

    In one or two entries by the discriminant; in more some directions are tried.
    """
    own = np.diag(form)
    if (own < 0).any():
        return True
    across = np.where(both | both[:, None], np.abs(form), -form)
    if (np.triu(across, 1) > np.sqrt(np.outer(own, own)) * (1.0 + _EQUAL)).any():
        return True
    if len(form) < 3:
        return False
    drawn = np.random.Generator(np.random.SFC64(0)).standard_normal((_DRAWN, len(form)))
    tried = np.where(both, drawn, np.abs(drawn))
    sizes = _EQUAL * (np.abs(tried) @ np.abs(form) * np.abs(tried)).sum(axis=1)
    return bool((((tried @ form) * tried).sum(axis=1) < -sizes).any())


def near_tie(sure: FloatArray, point: FloatArray, free: BoolArray) -> bool:
    """Return whether a loss is seen close to a tie, by the form of a sure loss: see `nearest_tie.comparisons`."""
    ends = np.eye(len(point))[free]
    squares = point * point
    slope = 4.0 * point * (sure @ squares)
    downhill = np.where(free, point * (slope @ point - slope), 0.0)
    size = np.abs(downhill).max() or 1.0
    ways = np.vstack([ends - point, downhill / size])
    tried = np.maximum(point + _STEPS[:, None, None] * ways, 0.0).reshape(-1, len(point)) ** 2
    return bool((((tried @ sure) * tried).sum(axis=1) < 0).any())


def never(sure: FloatArray, free: BoolArray) -> bool:
    """Return whether the form of a sure loss, ``(n, n)``, is certainly negative at no weights, if `free` ones move.

    Without the criteria whose entries are all at least 0 it has no negative eigenvalue. Where all
    weights that may move are above 0 nothing else can be touched: at a touch ``M u`` is 0, hence
    ``f(u + d) = d' M d`` in all directions.
    """
    form = sure[np.ix_(free, free)]
    while not (held := (form < 0).any(axis=1)).all():
        form = form[np.ix_(held, held)]
    own = np.diag(form)
    if not len(form) or own.min() <= 0:
        return not len(form)
    size = np.sqrt(own)
    return bool(np.linalg.eigvalsh(form / size / size[:, None])[0] >= -_ROUNDING)
