"""What does the document say: its table, priority profiles and statements as data?"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
