"""Run the command line with ``python -m mcda_nato``."""

from mcda_nato.cli.main import main

if __name__ == "__main__":
    main(prog_name="mcda-nato")
