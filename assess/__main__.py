"""`python -m assess`: the command line."""

import sys

from assess.cli import main

if __name__ == "__main__":
    sys.exit(main())
