"""How much does each criterion count: one set of weights, or a set or distribution of them?"""
