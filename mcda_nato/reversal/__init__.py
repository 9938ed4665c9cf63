"""Does the order of two alternatives depend on who else is on the list?"""
