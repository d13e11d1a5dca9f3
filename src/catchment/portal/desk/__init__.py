"""The pages of program staff: the network by partner, and the jobs they ask the worker for."""
