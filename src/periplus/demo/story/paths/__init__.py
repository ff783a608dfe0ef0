"""The procedures of the story, and the cases by which its work is done."""
