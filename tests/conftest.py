"""Tell the checks of two sizes which one they run at."""

import sizes


def pytest_configure(config):
    sizes.FULL = "not exhaustive" not in config.option.markexpr
