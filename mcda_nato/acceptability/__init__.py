"""Under what share of the scenarios does each alternative have each rank?"""
