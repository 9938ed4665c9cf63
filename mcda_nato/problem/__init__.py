"""What are the facts: alternatives, criteria, performances, and what is wrong with them?"""
