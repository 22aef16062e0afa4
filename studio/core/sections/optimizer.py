"""Settings of how the weights are moved."""

from enum import StrEnum

from studio.core.settings import Effect, Section, setting


class OptimizerKind(StrEnum):
    """The rule that turns gradients into changes of weights."""

    ADAM = "adam"
    SGD = "sgd"
    RMSPROP = "rmsprop"


class Schedule(StrEnum):
    """How the learning rates change over a run."""

    CONSTANT = "constant"
    LINEAR = "linear"
    COSINE = "cosine"


class OptimizerSettings(Section):
    """One rule for both networks, with a learning rate for each."""

    kind: OptimizerKind = setting(OptimizerKind.ADAM, advanced=True, label="Optimizer", help="adam, sgd or rmsprop.")
    generator_learning_rate: float = setting(
        2e-4,
        gt=0,
        le=1,
        effect=Effect.NOW,
        label="Generator learning rate",
        help="How far one step moves the generator; 0.0001 to 0.002 with Adam.",
    )
    discriminator_learning_rate: float = setting(
        2e-4,
        gt=0,
        le=1,
        effect=Effect.NOW,
        label="Discriminator learning rate",
        help="How far one step moves the discriminator; 0.0001 to 0.002 with Adam.",
    )
    beta1: float = setting(
        0.5, ge=0, le=0.999, advanced=True, label="Beta 1", help="Adam's momentum (with sgd: plain momentum)."
    )
    beta2: float = setting(
        0.999,
        gt=0,
        le=0.99999,
        advanced=True,
        label="Beta 2",
        help="Decay of Adam's and RMSprop's squared gradients.",
    )
    epsilon: float = setting(
        1e-7,
        gt=0,
        le=1e-2,
        advanced=True,
        label="Epsilon",
        help="Keeps Adam and RMSprop from dividing by zero.",
    )
    schedule: Schedule = setting(
        Schedule.CONSTANT,
        advanced=True,
        label="Schedule",
        help="constant, or falling to zero along a line or a cosine by the end of the run.",
    )
    warmup_steps: int = setting(
        0,
        ge=0,
        le=1_000_000,
        advanced=True,
        label="Warm-up",
        unit="steps",
        help="Learning rates rise from zero over these steps.",
    )
