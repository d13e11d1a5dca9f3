"""How codes, statuses and numbers are said, and translated. Releases hold codes, never sentences."""
