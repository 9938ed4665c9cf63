"""Write the golden texts anew; read the difference before committing it."""

from pathlib import Path

from click.testing import CliRunner

from mcda_nato.cli import main

for form, suffix in {"table": "txt", "markdown": "md", "csv": "csv", "json": "json"}.items():
    text = CliRunner().invoke(main, ["--format", form]).stdout
    (Path(__file__).parent / f"default.{suffix}").write_text(text, encoding="utf-8")
