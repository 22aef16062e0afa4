"""Settings of the two networks."""

from enum import StrEnum

from studio.core.codes import Codes
from studio.core.settings import Section, setting


class Architecture(StrEnum):
    """A family of generator and discriminator."""

    MLP = "mlp"
    DCGAN = "dcgan"
    RESNET = "resnet"
    R3GAN = "r3gan"
    STYLEGAN2 = "stylegan2"
    FASTGAN = "fastgan"


class Activation(StrEnum):
    """The generator's hidden activation."""

    RELU = "relu"
    LEAKY_RELU = "leaky_relu"


class Normalisation(StrEnum):
    """What a network's hidden layers are normalised with."""

    NONE = "none"
    BATCH = "batch"
    SPECTRAL = "spectral"


class NetworkSettings(Section):
    """Which networks, and how large."""

    architecture: Architecture = setting(
        Architecture.DCGAN,
        label="Architecture",
        help="mlp: dense layers only, for tiny grey pictures. dcgan: transposed convolutions, fast and sharp. "
        "resnet: residual blocks with batch norm, sturdier. r3gan: residual blocks without any norm, the most even. "
        "stylegan2: a style scales every layer, the finest pictures and the slowest. "
        "fastgan: skips excite fine layers by coarse ones, for a few hundred pictures.",
    )
    latent_size: int = setting(
        100, ge=1, le=2048, label="Latent size", help="How many random numbers one picture is generated from."
    )
    width: int = setting(
        64,
        ge=4,
        le=2048,
        label="Network width",
        help="Units of a dense layer, or channels of the widest-resolution convolution.",
    )
    largest_width: int = setting(
        512,
        ge=4,
        le=4096,
        advanced=True,
        label="Largest width",
        help="Widths double towards low resolutions up to this.",
    )
    conditional: bool = setting(
        False, label="Class-conditional", help="Learn every class folder as a class of its own that can be asked for."
    )
    categories: int = setting(
        0,
        ge=0,
        le=100,
        advanced=True,
        label="Categories",
        help="InfoGAN's categorical code: kinds of picture, found without labels, to choose from; 0 is off (dcgan).",
    )
    continuous_codes: int = setting(
        0,
        ge=0,
        le=16,
        advanced=True,
        label="Continuous codes",
        help="InfoGAN's continuous codes: sliders that find a meaning of their own, such as slant; 0 is off (dcgan).",
    )
    depth: int = setting(
        2,
        ge=1,
        le=8,
        advanced=True,
        label="Depth",
        help="Hidden layers of an mlp; residual blocks at each resolution of r3gan, layers of stylegan2's mapping.",
    )
    extra_convolution: bool = setting(
        False,
        advanced=True,
        label="Extra convolution",
        help="A convolution at the lowest resolution before the first enlargement (dcgan).",
    )
    activation: Activation = setting(
        Activation.RELU,
        advanced=True,
        label="Generator activation",
        help="The generator's hidden activation.",
    )
    generator_normalisation: Normalisation = setting(
        Normalisation.BATCH, advanced=True, label="Generator normalisation", help="none or batch (dcgan)."
    )
    discriminator_normalisation: Normalisation = setting(
        Normalisation.NONE,
        advanced=True,
        label="Discriminator normalisation",
        help="none, batch, or spectral (limits how steep the discriminator can become).",
    )
    discriminator_dropout: float = setting(
        0.0,
        ge=0,
        le=0.9,
        advanced=True,
        label="Discriminator dropout",
        help="Share of the discriminator's activations that are silenced at each step.",
    )

    @property
    def codes(self) -> Codes:
        """The structured codes among the latents."""
        return Codes(self.categories, self.continuous_codes)
