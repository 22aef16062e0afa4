"""What each family of networks can be asked for: its discriminator's normalisations, its sizes, and its settings."""

from studio.core.sections.networks import Architecture, Normalisation
from studio.core.sizes import LARGEST, SMALLEST

NORMALISATIONS = {
    Architecture.MLP: (Normalisation.NONE, Normalisation.SPECTRAL),
    Architecture.DCGAN: tuple(Normalisation),
    Architecture.RESNET: (Normalisation.NONE, Normalisation.SPECTRAL),
    Architecture.R3GAN: (Normalisation.NONE,),
    Architecture.STYLEGAN2: (Normalisation.NONE,),
    Architecture.FASTGAN: tuple(Normalisation),
}
"""What the discriminator of a family may be normalised with."""

SIDES = {
    Architecture.DCGAN: (SMALLEST, 256),
    Architecture.RESNET: (SMALLEST, LARGEST),
    Architecture.R3GAN: (SMALLEST, LARGEST),
    Architecture.STYLEGAN2: (SMALLEST, LARGEST),
    Architecture.FASTGAN: (32, LARGEST),
}
"""From which side to which a convolutional family can make pictures. Nothing limits how dcgan's layers widen, to
hundreds of millions of weights at 1024; fastgan's skips and decoder have no room below 32."""

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
