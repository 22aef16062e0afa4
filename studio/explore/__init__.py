"""Latents become pictures, without TensorFlow (ONNX Runtime)."""
