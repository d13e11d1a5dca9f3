"""Links that work once: the link carries a random word, the database only its hash."""

import hashlib
import secrets


def new_word() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def hash_of(word: str) -> str:
    """What is kept of a word: it finds the link again, and whoever reads the database cannot make it."""
    return hashlib.sha256(word.encode()).hexdigest()
