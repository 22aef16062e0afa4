"""The entry of `python -m studio` and of the `gan-studio` command."""

from studio.cli.application import main

if __name__ == "__main__":
    main()
