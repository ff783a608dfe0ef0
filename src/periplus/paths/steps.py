"""What procedures can do without any stretch."""
