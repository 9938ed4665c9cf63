"""Which ranks are possible within the intervals of the ratings?"""
