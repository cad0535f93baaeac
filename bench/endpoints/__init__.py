"""The parts of the comparison of SPARQL servers."""
