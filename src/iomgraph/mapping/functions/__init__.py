"""The functions that mappings call: what they are, how a call is read, and the SQL that it becomes.

RML-FNML: <https://w3id.org/rml/fnml/spec>. A function is an entry of `functions.toml`, and nothing but that.
"""
