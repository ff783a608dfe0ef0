"""Benchmarks: `./dev bench [NAME]` prints one JSON line per figure. Nothing here is a timed test."""
