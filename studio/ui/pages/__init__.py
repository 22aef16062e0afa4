"""The pages of the window: each wires panels and holds no arithmetic."""
