"""Texts and typed edges become ranked, explained related works."""
