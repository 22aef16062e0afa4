"""The entry of `python -m studio` and of the `gan-studio` command."""

import multiprocessing

from studio.cli.application import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # in the frozen program, the dry run's process begins here
    main()
