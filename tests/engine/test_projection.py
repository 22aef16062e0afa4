import keras
import numpy as np
import pytest

from studio.core.errors import StudioError
from studio.core.latents import latent, latents
from studio.core.pixels import to_uint8
from studio.engine.projection import find_latent


@pytest.fixture(scope="module")
def generator():
    keras.utils.set_random_seed(3)
    start = keras.Input((6,))
    values = keras.layers.Dense(48, "leaky_relu", kernel_initializer="he_normal")(start)
    return keras.Model(start, keras.layers.Reshape((16, 16, 1))(keras.layers.Dense(256, "tanh")(values)))


def test_a_generated_picture_leads_back_to_its_latent(generator):
    wanted = to_uint8(np.asarray(generator(latents(1_000, 1, 6))))[0]
    searches = list(find_latent(generator, wanted))
    assert searches[-1].distance < 0.01 < searches[0].distance
    np.testing.assert_allclose(searches[-1].latent, latent(1_000, 6), atol=0.15)
    assert [s.step for s in searches[:3]] == [0, 10, 20]


def test_the_picture_is_what_the_latent_draws(generator):
    wanted = np.full((16, 16, 1), 200, np.uint8)
    found = next(find_latent(generator, wanted))
    drawn = to_uint8(np.asarray(generator(found.latent[None])))[0]
    assert np.abs(found.picture.astype(int) - drawn.astype(int)).max() <= 1
    rms = np.sqrt((((drawn.astype(float) - 200) / 255) ** 2).mean())
    assert found.distance == pytest.approx(rms, abs=0.01)


def test_the_class_is_found_as_well():
    keras.utils.set_random_seed(4)
    start, classes = keras.Input((4,)), keras.Input((3,))
    values = keras.layers.Concatenate()([start, keras.layers.Dense(12, use_bias=False)(classes)])
    pictures = keras.layers.Reshape((8, 8, 1))(keras.layers.Dense(64, "tanh")(values))
    generator = keras.Model([start, classes], pictures)
    one_hot = np.eye(3, dtype=np.float32)[[2]]
    wanted = to_uint8(np.asarray(generator([latents(7, 1, 4), one_hot])))[0]
    *_, last = find_latent(generator, wanted)
    assert last.distance < 0.03
    assert last.classes.sum() == pytest.approx(1.0, abs=1e-5)


def test_pictures_of_another_shape_are_refused(generator):
    with pytest.raises(StudioError, match="another size"):
        next(find_latent(generator, np.zeros((8, 8, 3), np.uint8)))
