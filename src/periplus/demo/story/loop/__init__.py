"""The loop of the story: the plan, its rules, and one chapter for each deviation."""
