"""Logical views: named fields over the records of a source, nested or joined, as one flat relation.

`reading` reads them, `field_tables` lays their fields side by side, `relations` makes relations of them.

RML-LV: <https://w3id.org/rml/lv/spec>
"""
