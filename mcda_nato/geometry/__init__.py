"""Which weights satisfy a set of linear conditions, and how large is the set they form?"""
