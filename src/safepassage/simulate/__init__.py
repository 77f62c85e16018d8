"""Drives a plan on the real roads with SUMO, and says where its times fail."""
