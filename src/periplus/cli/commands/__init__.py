"""One module for each command: NAME, HELP, add_arguments(parser), run(options) -> exit code."""
