"""The vocabulary, the shapes and the concept scheme that ship with Paperkin (Turtle files)."""
