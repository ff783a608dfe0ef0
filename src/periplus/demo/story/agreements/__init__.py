"""Agreements of the story: what each offers, and how each lived."""
