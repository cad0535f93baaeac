"""The record that a page gives."""

from iomgraph.errors import InputError
from iomgraph.records.knowledge import Knowledge
from iomgraph.records.labelled import read_labelled
from iomgraph.records.page import Page
from iomgraph.records.project_key import project_key
from iomgraph.records.record import Cell, Record
from iomgraph.records.unlabelled import read_unlabelled
from iomgraph.records.values import is_web_address


def record_of_page(page: Page, knowledge: Knowledge) -> Record:
    """The record of `page`; raises InputError where it is not the page of a project.

    A page is read by its labels where it has two of them, else by what each of its lines is.
    """
    reading = read_labelled(page, knowledge) or read_unlabelled(page, knowledge)
    if reading is None:
        raise InputError(
            f"{page.file} is not the page of a project: it has neither two labels of data/reference/fields.csv "
            "nor an identifier, states or other known values below a title; remove it from the sources."
        )
    cells = reading.cells
    if page.address and "address" not in cells and is_web_address(page.address):
        cells["address"] = Cell(page.address, 1)
    if project_key(cells) is None:
        raise InputError(
            f"{page.file} has labels of a project, but neither an identifier nor a title above them; "
            "save the whole page."
        )
    if "title" not in cells:
        reading.warnings.append("no title above the labels")
    words = " ".join(cells[field].text for field in ("title", "description") if field in cells)
    return Record(
        file=page.file,
        line=1,
        sha256=page.sha256,
        layout=reading.layout,
        language=knowledge.languages.detect(words, votes=reading.votes, declared=page.language),
        cells={field: cells[field] for field in knowledge.model.fields if field in cells},
        warnings=tuple(reading.warnings),
    )
