"""`python -m earlyspec`."""

import sys

from earlyspec.cli import main

if __name__ == "__main__":
    sys.exit(main())
