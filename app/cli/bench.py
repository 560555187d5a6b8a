"""Commands for measuring: `bench generate`."""

from typing import Annotated

import typer

commands = typer.Typer(help="Make data to measure with.", rich_markup_mode=None)


@commands.command("generate", epilog="Example: projektbank bench generate 500 --output many.ndjson")
def generate(
    count: Annotated[int, typer.Argument(metavar="N", min=1, help="How many records.")],
    output: Annotated[
        str, typer.Option(metavar="FILE", help="A new file, or - for standard output.")
    ] = "-",
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> None:
    """Write N made-up records as an NDJSON list that `import` reads."""
    from app.commands.benching import generate_records

    generate_records(count, output, force=force)
