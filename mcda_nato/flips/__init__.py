"""What is the smallest change that changes the winner?"""
