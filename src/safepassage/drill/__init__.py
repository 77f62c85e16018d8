"""A drill case from any OpenStreetMap extract: places picked, people and fleet assumed, all of it said."""
