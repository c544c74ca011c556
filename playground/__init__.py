"""The page: settings and links, jobs that train in slices, charts, and the views that show them."""
