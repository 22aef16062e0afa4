"""What each family of networks can be asked for: its discriminator's normalisations, and the settings it looks at."""

from studio.core.sections.networks import Architecture, Normalisation

NORMALISATIONS = {
    Architecture.MLP: (Normalisation.NONE, Normalisation.SPECTRAL),
    Architecture.DCGAN: tuple(Normalisation),
    Architecture.RESNET: (Normalisation.NONE, Normalisation.SPECTRAL),
    Architecture.R3GAN: (Normalisation.NONE,),
    Architecture.STYLEGAN2: (Normalisation.NONE,),
    Architecture.FASTGAN: tuple(Normalisation),
}
"""What the discriminator of a family may be normalised with."""

LIMITED_BY_LARGEST_WIDTH = frozenset(
    {Architecture.RESNET, Architecture.R3GAN, Architecture.STYLEGAN2, Architecture.FASTGAN}
)
CHOOSES_BATCH_NORM = frozenset({Architecture.DCGAN, Architecture.FASTGAN})
"""The families whose generators have batch normalisation where it is asked for; resnet's always has it."""

USED_BY = {
    "networks.largest_width": LIMITED_BY_LARGEST_WIDTH,
    "networks.depth": frozenset({Architecture.MLP, Architecture.R3GAN, Architecture.STYLEGAN2}),
    "networks.extra_convolution": frozenset({Architecture.DCGAN}),
    "networks.activation": frozenset({Architecture.MLP, Architecture.DCGAN}),
    "networks.generator_normalisation": CHOOSES_BATCH_NORM,
    "networks.discriminator_dropout": frozenset({Architecture.MLP, Architecture.DCGAN}),
    "loss.reconstruction_weight": frozenset({Architecture.FASTGAN}),
}
"""The settings that only some families look at."""
