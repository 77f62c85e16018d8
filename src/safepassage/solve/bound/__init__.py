"""The bound: what no plan can beat, from a relaxation and never from a plan."""
