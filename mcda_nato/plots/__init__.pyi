from .winner_triangles import winner_map as winner_map
