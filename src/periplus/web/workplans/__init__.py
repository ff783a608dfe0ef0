"""Who answers for which part: responsibility lists, functional matrices, and the map of collaboration."""
