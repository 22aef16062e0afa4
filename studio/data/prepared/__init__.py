"""Pictures decoded once to one array on disk, found again as long as nothing changed."""
