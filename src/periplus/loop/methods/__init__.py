"""Methods of statistics as pure functions: lists of numbers in order of time in, numbers out."""
