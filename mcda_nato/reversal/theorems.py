"""Theorems by which a change of the set cannot reverse anything, whatever is tried."""

from mcda_nato.methods.method import Method
from mcda_nato.methods.scales import built_in_name
from mcda_nato.methods.score_forms import Linear
from mcda_nato.reversal.changed_judgements import is_consistent
from mcda_nato.reversal.setting import Setting

_INDEPENDENT = "on a fixed scale, with fixed reference points, a score does not depend on the other alternatives"
_COPIES = "a copy changes neither the smallest nor the largest rating of a criterion, on which alone this scale depends"
_CONSISTENT = "a copy leaves the ratios of consistent priorities, on which alone this scale depends"


def independence(setting: Setting) -> str | None:
    """Return why scores cannot depend on the set, `None` where they can.

    They need a fixed scale, and both reference points for TOPSIS. Priorities
    have sum 1, so they depend on the set on any scale.
    """
    method = setting.method
    if setting.matrices is not None or not isinstance(method, Method):
        return None
    if setting.form is None or built_in_name(method.scale) != "fixed":
        return None
    fixed = isinstance(setting.form, Linear) or {"ideal", "anti_ideal"} <= set(method.options)
    return _INDEPENDENT if fixed else None


def harmless_copies(setting: Setting) -> str | None:
    """Return why an exact copy cannot reverse anything, `None` where it can.

    A copy leaves the extremes of the ratings under each criterion; of
    priorities it leaves the ratios, where these are of consistent judgements.
    """
    method = setting.method
    if not isinstance(method, Method) or setting.form is None:
        return None
    scale = built_in_name(method.scale)
    if setting.matrices is None:
        return _COPIES if scale in ("minmax", "maximum", "fixed") else None
    blind = scale in ("minmax", "maximum") and is_consistent(setting.matrices)
    return _CONSISTENT if blind else None
