"""The control panel: where live cases stand; and the facts of what happened in the others."""
