"""`python -m periplus.cli` is the command `periplus`."""

import sys

from periplus.cli.main import main

sys.exit(main())
