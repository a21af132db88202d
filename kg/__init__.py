"""Bibliographic records become a catalogue, and the catalogue becomes a graph."""
