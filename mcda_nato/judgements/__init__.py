"""What do pairwise comparisons say, and how consistent are they?"""
