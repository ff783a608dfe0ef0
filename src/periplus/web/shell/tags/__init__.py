"""The components by kind; `templatetags/ui.py` gathers them."""
