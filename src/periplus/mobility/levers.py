"""What a decision may change about mobility: nothing of its own yet, so nothing is registered.

Stays are facts. What steers them today belongs to neighbours: the places of agreement lines and the
watch on a partner (`partners.levers`), money (`resources.levers`), targets and rules (`loop.levers`).
Calls, grants and placement rules will be changed by decisions, and their levers will stand here.
"""
