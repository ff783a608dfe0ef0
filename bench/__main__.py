"""`python -m bench [NAME …]`: import, measures, pages, cases, facts; all of them without a name."""

import importlib
import sys

from bench import place

NAMES = ("import", "measures", "pages", "cases", "facts")


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {unknown[0]}. There are: {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    cluster = place.open_database()
    import django  # noqa: PLC0415 -- settings must stand first

    django.setup()
    place.migrate()
    try:
        for name in names or NAMES:
            place.empty()
            importlib.import_module(f"bench.bench_{name}").run()
    finally:
        cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
