"""Directories: who can be reached under an electronic address."""
