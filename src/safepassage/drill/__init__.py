"""A drill case from any OpenStreetMap extract: places are picked, people and fleet assumed."""
