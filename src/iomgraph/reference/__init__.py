"""What several stages read from the reference data: names, vocabularies, cue phrases."""
