"""What everybody talks about: recipe, events, commands, run folder, checkpoints, history, errors."""
