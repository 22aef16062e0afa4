"""Settings of what the two networks are trained towards."""

from enum import StrEnum

from studio.core.settings import Section, setting


class DiscriminatorLoss(StrEnum):
    """What the discriminator minimises."""

    CROSS_ENTROPY = "cross_entropy"
    LEAST_SQUARES = "least_squares"
    HINGE = "hinge"
    WASSERSTEIN = "wasserstein"
    RELATIVISTIC = "relativistic"


class GeneratorLoss(StrEnum):
    """What the generator minimises."""

    MINIMAX = "minimax"
    NON_SATURATING = "non_saturating"
    LEAST_SQUARES = "least_squares"
    HINGE = "hinge"
    WASSERSTEIN = "wasserstein"
    RELATIVISTIC = "relativistic"


class LossSettings(Section):
    """The two losses and what steadies them."""

    discriminator: DiscriminatorLoss = setting(
        DiscriminatorLoss.CROSS_ENTROPY,
        label="Discriminator loss",
        help="How the discriminator tells real from generated.",
    )
    generator: GeneratorLoss = setting(
        GeneratorLoss.NON_SATURATING,
        label="Generator loss",
        help="How the generator is told it was found out; non_saturating is the usual partner of cross_entropy.",
    )
    label_smoothing: float = setting(
        0.0,
        ge=0,
        le=0.5,
        advanced=True,
        label="Label smoothing",
        help="Real pictures count as 1 minus this (one-sided).",
    )
    instance_noise: float = setting(
        0.0,
        ge=0,
        le=1,
        advanced=True,
        label="Instance noise",
        help="Standard deviation of noise added to all pictures the discriminator sees (pictures are -1 to 1).",
    )
    mse_weight: float = setting(
        0.0,
        ge=0,
        le=100,
        advanced=True,
        label="Mean-squared-error weight",
        help="Weight of the mean squared difference between generated and real batches in the generator's loss.",
    )
    code_weight: float = setting(
        1.0,
        gt=0,
        le=100,
        advanced=True,
        label="Code weight",
        help="How much the discriminator's guess of InfoGAN's codes counts; only with categories or continuous codes.",
    )
    reconstruction_weight: float = setting(
        1.0,
        ge=0,
        le=100,
        advanced=True,
        label="Reconstruction weight",
        help="How much fastgan's discriminator must be able to redraw real pictures from its features; 0 is off.",
    )
    r1_weight: float = setting(
        0.0,
        ge=0,
        le=1000,
        advanced=True,
        label="R1 weight",
        help="Gamma of the R1 penalty on real pictures; 0 is off.",
    )
    r2_weight: float = setting(
        0.0,
        ge=0,
        le=1000,
        advanced=True,
        label="R2 weight",
        help="Gamma of the R2 penalty on generated pictures; 0 is off.",
    )
    gradient_penalty_weight: float = setting(
        0.0,
        ge=0,
        le=1000,
        advanced=True,
        label="Gradient penalty weight",
        help="Lambda of the WGAN gradient penalty between real and generated pictures; 0 is off, 10 is usual.",
    )
    penalty_interval: int = setting(
        1,
        ge=1,
        le=64,
        advanced=True,
        label="Penalty interval",
        unit="steps",
        help="Penalties are computed every so many steps and multiplied by as much.",
    )

    @property
    def is_penalised(self) -> bool:
        """Whether there is any penalty on how steep the discriminator is."""
        return max(self.r1_weight, self.r2_weight, self.gradient_penalty_weight) > 0
