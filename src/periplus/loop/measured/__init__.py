"""How the loop counts itself; `measures.py` hands these on."""
