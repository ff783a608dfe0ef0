"""Counting stays: which count, in which period, for which scope; one SQL statement for each indicator."""
