"""Danger along roads, and the ways out that nothing beats in time and exposure."""
