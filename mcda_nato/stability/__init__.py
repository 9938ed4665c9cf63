"""How far may one weight move before the winner or the ranking changes?"""
