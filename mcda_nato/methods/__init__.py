"""Which alternative is best: scales, scores, ranks, and the methods made of them?"""
