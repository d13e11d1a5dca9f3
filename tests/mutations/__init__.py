"""Small faults put into the measures one at a time: does anything promised notice?"""
