"""Write the golden texts anew; read the difference before committing it."""

from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from mcda_nato.cli.main import main

RUNS = {f"default.{suffix}": ["--format", form] for form, suffix in
        {"table": "txt", "markdown": "md", "csv": "csv", "json": "json"}.items()}  # fmt: skip
RUNS |= {f"{command}.txt": [command] for command in ("acceptance", "stability", "flip", "possible", "reversals")}

HERE = Path(__file__).resolve().parent

if __name__ == "__main__":
    for name, arguments in RUNS.items():
        runner = CliRunner()
        with TemporaryDirectory() as place, chdir(place):  # where the report of the default run is left
            done = runner.invoke(main, arguments)
        assert done.exit_code == 0, done.stderr  # a text of an error would be no specification
        (HERE / "runs" / name).write_text(done.stdout, encoding="utf-8")
