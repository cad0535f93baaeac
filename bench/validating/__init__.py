"""How fast graphs are held against SHACL shapes, beside other engines."""
