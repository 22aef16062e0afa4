"""Settings of the loop: batch, length, precision, averaging, augmentation, samples, checkpoints."""

from enum import StrEnum

from studio.core.settings import Effect, Section, setting


class Unit(StrEnum):
    """What a length or an interval is counted in."""

    STEPS = "steps"
    EPOCHS = "epochs"


class Precision(StrEnum):
    """The numbers that layers compute with; weights, losses and penalties are float32 always."""

    AUTO = "auto"
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"


class TrainingSettings(Section):
    """How long, in which portions, and from which seed."""

    batch_size: int = setting(
        64,
        ge=1,
        le=4096,
        label="Batch size",
        unit="pictures",
        help="Pictures in one step; larger is steadier and slower.",
    )
    accumulation: int = setting(
        1,
        ge=1,
        le=64,
        advanced=True,
        label="Accumulation",
        unit="parts",
        help="A batch is worked through in so many parts, for one update: less memory, same batch size.",
    )
    length: int = setting(
        50,
        ge=1,
        le=10_000_000,
        effect=Effect.NOW,
        label="Length",
        help="How long to train, in the unit beside it.",
    )
    length_unit: Unit = setting(
        Unit.EPOCHS,
        effect=Effect.NOW,
        label="Length unit",
        help="steps: updates of both networks. epochs: passes over all pictures.",
    )
    discriminator_steps: int = setting(
        1,
        ge=1,
        le=20,
        advanced=True,
        label="Discriminator steps",
        help="Discriminator updates for one generator update.",
    )
    simultaneous: bool = setting(
        False,
        advanced=True,
        label="Simultaneous updates",
        help="Both networks learn from the same generated pictures: faster. Off: the generator learns from new ones.",
    )
    precision: Precision = setting(
        Precision.FLOAT32,
        advanced=True,
        label="Precision",
        help="bfloat16 is faster on processors that have it (AVX512-BF16, recent GPUs); auto takes it on those only.",
    )
    seed: int = setting(
        0,
        ge=0,
        le=2**31 - 1,
        advanced=True,
        label="Seed",
        help="Same seed, recipe and pictures: same run, bit for bit.",
    )


class AveragingSettings(Section):
    """The averaged generator: smoother than the one being trained, and the one that is exported."""

    half_life: int = setting(
        1000,
        ge=0,
        le=10_000_000,
        advanced=True,
        label="Averaging half-life",
        unit="pictures",
        help="Pictures after which a weight's share in the average has halved; 0 uses the raw generator.",
    )
    ramp_up: float = setting(
        0.05,
        ge=0,
        le=1,
        advanced=True,
        label="Averaging ramp-up",
        help="The half-life is at most this share of the pictures seen so far, so that a young average is not stale.",
    )


class AugmentationSettings(Section):
    """Changes made alike to real and generated pictures before the discriminator sees them."""

    flip: bool = setting(
        False, label="Mirror", help="Pictures may be mirrored left to right; not for letters or digits."
    )
    translation: bool = setting(False, advanced=True, label="Shift", help="Shifts by up to an eighth of the size.")
    colour: bool = setting(
        False, advanced=True, label="Colour change", help="Brightness, saturation and contrast vary."
    )
    cutout: bool = setting(False, advanced=True, label="Cut-out", help="A square of half the size is blanked.")
    strength: float = setting(
        1.0,
        ge=0,
        le=1,
        advanced=True,
        effect=Effect.NOW,
        label="Augmentation strength",
        help="Probability with which each chosen augmentation is applied to a picture.",
    )
    adaptive: bool = setting(
        False,
        advanced=True,
        label="Adaptive strength",
        help="The strength follows the discriminator's overfitting instead of being fixed; for small collections.",
    )
    target: float = setting(
        0.6,
        gt=0,
        le=1,
        advanced=True,
        label="Overfitting target",
        help="How sure of real pictures the discriminator may be (mean sign of its logits) before strength rises.",
    )
    adaptation: int = setting(
        100_000,
        ge=100,
        le=10_000_000,
        advanced=True,
        label="Adaptation",
        unit="pictures",
        help="Within how many pictures the adaptive strength can move from 0 to 1.",
    )

    @property
    def is_any(self) -> bool:
        """Whether any augmentation is chosen, however strong."""
        return self.flip or self.translation or self.colour or self.cutout


class SamplingSettings(Section):
    """The fixed-latent grid that shows how the same latents change over the run."""

    interval: int = setting(
        1,
        ge=1,
        le=1_000_000,
        effect=Effect.NOW,
        label="Sample every",
        help="How often a grid is drawn, in the unit beside it.",
    )
    interval_unit: Unit = setting(
        Unit.EPOCHS, effect=Effect.NOW, advanced=True, label="Sample unit", help="steps or epochs."
    )
    rows: int = setting(6, ge=1, le=32, advanced=True, label="Rows", help="Rows of the grid.")
    columns: int = setting(6, ge=1, le=32, advanced=True, label="Columns", help="Columns of the grid.")
    first_seed: int = setting(
        0,
        ge=0,
        le=2**31 - 2000,
        advanced=True,
        label="First seed",
        help="Seed of the grid's first latent; the next cells count on.",
    )
    keep: int = setting(
        2000,
        ge=2,
        le=100_000,
        effect=Effect.NOW,
        advanced=True,
        label="Keep",
        unit="grids",
        help="How many are kept: the newest, the first, and the rest spread evenly over the run.",
    )


class ScoringSettings(Section):
    """How the pictures are measured against real ones: the sliced Wasserstein distance, with the checkpoints."""

    pictures: int = setting(
        256,
        ge=0,
        le=4096,
        advanced=True,
        label="Scored pictures",
        unit="pictures",
        help="So many generated pictures are compared with as many real ones (SWD) when a checkpoint is saved, within "
        "about 1 % of the time; 0: never. Only scores of as many pictures compare.",
    )


class CheckpointSettings(Section):
    """When the whole state is saved, and how many are kept."""

    interval: int = setting(
        60,
        ge=1,
        le=86_400,
        effect=Effect.NOW,
        advanced=True,
        label="Save every",
        unit="seconds",
        help="A checkpoint is saved after so many seconds of training, and always at the end, on stop and on pause.",
    )
    keep: int = setting(
        10,
        ge=2,
        le=10_000,
        effect=Effect.NOW,
        advanced=True,
        label="Keep",
        unit="checkpoints",
        help="How many are kept: the newest, the first, and the rest spread evenly over the run.",
    )
