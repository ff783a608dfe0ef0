"""Sentences of the events of paths, and who is told."""
