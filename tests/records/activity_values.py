"""All values of an XML file, and all that the tables of IATI activities have from it, to be held against each other."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
from lxml import etree

from iomgraph.records.activity_fields import LEFTOVERS, ActivityFields


def values_of_file(file: Path) -> Counter[str]:
    """Every text and attribute value that is not blank."""
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    found: Counter[str] = Counter()
    for element in etree.parse(str(file), parser).iter():
        for text in (*element.attrib.values(), element.text, element.tail):
            if text and text.strip():
                found[str(text).strip()] += 1
    return found


def values_of_tables(tables: Mapping[str, pa.Table], fields: ActivityFields) -> Counter[str]:
    """Every value that a table has from the file; one that stands above several rows counts once."""
    found = Counter(map(str, tables[LEFTOVERS]["text"].to_pylist()))
    columns = [(rule.table, column) for rule in fields.rules for column in rule.columns]
    above = {(table, column.name) for table, column in columns if any(path.startswith("..") for path in column.paths)}
    seen = set()
    for table, name in dict.fromkeys((table, column.name) for table, column in columns):
        for row in tables[table].to_pylist():
            if row[name] is None:
                continue
            if (table, name) in above:
                parent = row["field"].rpartition("/")[0] or row["field"]
                value = (table, name, "file" if parent == "." else f"{row['record']} {parent}")
                if value in seen:
                    continue
                seen.add(value)
            found[row[name]] += 1
    return found
