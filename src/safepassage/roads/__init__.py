"""From an OpenStreetMap file to a road table, travel times between places, guarded arcs."""
