"""What is done in the loop. Import the module: `from periplus.loop.services import plans`."""
