import keras
import numpy as np
import pytest

from studio.core.latents import latents
from studio.core.pixels import to_uint8
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.session import GeneratorSession
from studio.export.snapshot_graph import snapshot_graph, weight_name

SIZE = 5


def dense() -> list[keras.layers.Layer]:
    return [keras.layers.Dense(48, "relu"), keras.layers.Dense(64, "tanh"), keras.layers.Reshape((8, 8, 1))]


def transposed() -> list[keras.layers.Layer]:
    return [
        keras.layers.Dense(4 * 4 * 8, use_bias=False),
        keras.layers.Reshape((4, 4, 8)),
        keras.layers.BatchNormalization(),
        keras.layers.LeakyReLU(0.2),
        keras.layers.Conv2DTranspose(3, 5, strides=2, padding="same", activation="tanh"),
    ]


def upsampled() -> list[keras.layers.Layer]:
    return [
        keras.layers.Dense(4 * 4 * 8),
        keras.layers.Reshape((4, 4, 8)),
        keras.layers.UpSampling2D(interpolation="bilinear"),
        keras.layers.Conv2D(3, 3, padding="same"),
        keras.layers.UpSampling2D(),
        keras.layers.Activation("tanh"),
    ]


@pytest.mark.parametrize("layers", [dense, transposed, upsampled])
def test_onnx_runtime_and_keras_draw_the_same_pictures(layers):
    latent = keras.Input((SIZE,))
    values = latent
    for layer in layers():
        values = layer(values)
    generator = keras.Model(latent, values)
    graph = snapshot_graph(generator)
    random = np.random.default_rng(1)
    generator.set_weights([random.uniform(0.1, 0.6, w.shape).astype(np.float32) for w in generator.weights])
    weights = {weight_name(i): np.asarray(w) for i, w in enumerate(generator.weights)}
    shape = tuple(generator.output_shape[1:])
    session = GeneratorSession(GeneratorSnapshot(graph, weights, 1, SIZE, shape, "small"))
    batch = latents(0, 7, SIZE)
    expected = to_uint8(np.asarray(generator(batch, training=False)))
    assert np.abs(session.generate(batch).astype(int) - expected.astype(int)).max() <= 1
    assert len(graph) < 20_000


def test_a_conditional_generator_draws_the_class_that_is_asked_for():
    latent, classes = keras.Input((SIZE,), name="latents"), keras.Input((3,), name="classes")
    values = keras.layers.Dense(64, "tanh")(keras.layers.Concatenate()([latent, classes]))
    generator = keras.Model([latent, classes], keras.layers.Reshape((8, 8, 1))(values))
    weights = {weight_name(i): np.asarray(w) for i, w in enumerate(generator.weights)}
    names = ("cat", "dog", "owl")
    snapshot = GeneratorSnapshot(snapshot_graph(generator), weights, 1, SIZE, (8, 8, 1), "small", names)
    session = GeneratorSession(snapshot)
    batch, shares = latents(0, 4, SIZE), np.eye(3, dtype=np.float32)[[2, 1, 0, 2]]
    expected = to_uint8(np.asarray(generator([batch, shares])))
    assert np.abs(session.generate(batch, shares).astype(int) - expected.astype(int)).max() <= 1
    in_turn = np.eye(3, dtype=np.float32)[[0, 1, 2, 0]]
    np.testing.assert_array_equal(session.generate(batch), session.generate(batch, in_turn))


def test_truncation_draws_the_style_towards_its_mean():
    """w' = mean + psi (w - mean), worked out here with Keras."""
    latent = keras.Input((SIZE,), name="latents")
    style = keras.layers.Dense(4, "relu", name="style")(latent)
    values = keras.layers.Reshape((8, 8, 1))(keras.layers.Dense(64, "tanh")(style))
    generator = keras.Model(latent, values)
    weights = {weight_name(i): np.asarray(w) for i, w in enumerate(generator.weights)}
    snapshot = GeneratorSnapshot(snapshot_graph(generator), weights, 1, SIZE, (8, 8, 1), "small")
    session = GeneratorSession(snapshot)
    batch, none = latents(7, 3, SIZE), np.zeros((3, 0), np.float32)
    np.testing.assert_allclose(session.images(batch, none), generator(batch), atol=1e-5)
    styles = keras.Model(latent, style)
    mean = np.asarray(styles(latents(0, 4096, SIZE))).mean(axis=0)
    psi = np.array([0.0, 0.5, 1.0], np.float32)
    drawn = keras.Model(style, values)(mean + psi[:, None] * (np.asarray(styles(batch)) - mean))
    np.testing.assert_allclose(session.images(batch, none, psi), drawn, atol=1e-5)


def test_truncation_scales_the_latents_where_there_is_no_style():
    latent = keras.Input((SIZE,))
    generator = keras.Model(latent, keras.layers.Reshape((8, 8, 1))(keras.layers.Dense(64, "tanh")(latent)))
    weights = {weight_name(i): np.asarray(w) for i, w in enumerate(generator.weights)}
    session = GeneratorSession(GeneratorSnapshot(snapshot_graph(generator), weights, 1, SIZE, (8, 8, 1), "small"))
    batch, none = latents(7, 3, SIZE), np.zeros((3, 0), np.float32)
    np.testing.assert_allclose(
        session.images(batch, none, np.full(3, 0.3, np.float32)), generator(batch * 0.3), atol=1e-5
    )
