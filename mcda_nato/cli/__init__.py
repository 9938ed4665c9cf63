"""What does the command line do: read, one public call, write?"""
