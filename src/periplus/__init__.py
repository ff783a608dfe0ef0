"""Periplus: goal, path, feedback."""
