"""How far can a ranking be trusted? Multi-criteria decision analysis that can be cited.

Rank alternatives by weighted sum, TOPSIS and AHP, with the conventions stated
in every result. The model table of one document on NATO enlargement is the
default data set; any problem of m alternatives and n criteria works alike.

Examples
--------
>>> import mcda_nato as mn
>>> mn.evaluate(mn.load_models(), "topsis", mn.load_profiles()["urgent_security"]).best
('Hybrid Integration',)
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
