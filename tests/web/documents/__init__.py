"""Files of things, on their pages."""
