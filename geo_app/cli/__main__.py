"""`python -m geo_app.cli`."""

import sys

from geo_app.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
