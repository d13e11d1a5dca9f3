"""Helpers for working on Catchment. Not part of the installed package."""
