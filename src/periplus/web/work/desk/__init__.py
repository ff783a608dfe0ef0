"""Pages of work and cases."""
