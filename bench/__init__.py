"""Measurements. Not part of the installed package."""
