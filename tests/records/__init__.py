"""The readers of sources."""
