"""Concepts in texts: scheme, mentions, roles, links and stated results."""
