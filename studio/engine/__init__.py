"""Training: networks, losses, the step, the loop, checkpoints, devices."""
