"""Measurements: they print, and never assert."""
