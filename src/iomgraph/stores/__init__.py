"""SPARQL indexes of a release. A store can be rebuilt at any time; nothing is exported from one."""
