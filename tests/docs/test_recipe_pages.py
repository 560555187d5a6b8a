"""docs/connect has the recipes as they are, and nothing else."""

from tools.recipes import FOLDER, pages


def test_every_recipe_has_its_page_as_it_is_shown() -> None:
    written = {page.name: page.read_text("utf-8") for page in FOLDER.iterdir()}
    assert written == pages(), "python -m tools.recipes writes them anew"
