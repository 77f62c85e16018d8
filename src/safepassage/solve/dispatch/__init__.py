"""Dispatch: convoys, loads and trips under a policy, in the order of time."""
