"""The sections of a recipe, one per file: every setting of a run is declared here and nowhere else."""
