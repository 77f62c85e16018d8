"""What others make of the same instances: general solvers, each in a model of its own kind."""
