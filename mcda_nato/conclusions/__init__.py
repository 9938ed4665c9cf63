"""What follows from all the analyses together?"""
