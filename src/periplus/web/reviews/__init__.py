"""Pages of the second half of the loop: deviations, bodies, agendas, reviews, decisions, effects."""
