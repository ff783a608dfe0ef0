"""Pages of the first half of the loop: board, plans, goals, indicators, signals, rules, replays."""
