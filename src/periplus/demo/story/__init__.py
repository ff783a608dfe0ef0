"""The story that the demo tells: an invented university, nine years of its work with the world.

The partners are real universities by name; everything about them here is invented. All of it goes
through the services, on the day on which it happened, so that ledger, signals and deviations are real.
"""
