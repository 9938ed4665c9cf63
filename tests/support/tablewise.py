"""The numbers in nested values and in texts that are numbers."""


def numbers_of(value):
    """Return every number below a value, those in texts and names too; truth is none."""
    if isinstance(value, dict):
        return [number for pair in value.items() for item in pair for number in numbers_of(item)]
    if isinstance(value, list):
        return [number for item in value for number in numbers_of(item)]
    if isinstance(value, bool) or value is None:
        return []
    try:
        return [float(value)]
    except ValueError:
        return []
