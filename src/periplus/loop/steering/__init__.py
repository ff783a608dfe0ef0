"""What a decision may change about the loop itself; `levers.py` registers it."""
