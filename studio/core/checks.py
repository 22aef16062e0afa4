"""Recipes that are valid field by field and still make no sense: every problem, each with the field to change."""

from collections.abc import Iterator
from dataclasses import dataclass

from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.core.sections.loss import DiscriminatorLoss, GeneratorLoss
from studio.core.sections.networks import Architecture, Normalisation
from studio.core.sizes import nearest_reachable, reachable


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the setting `key`, and what to do."""

    key: str
    headline: str
    hint: str


def find_problems(recipe: Recipe, pictures: int | None = None, classes: int | None = None) -> list[Problem]:
    """Return everything in the way of training on `pictures` pictures of `classes` classes (None: not known yet)."""
    return [*_network_problems(recipe), *_loss_problems(recipe), *_data_problems(recipe, pictures, classes)]


def refuse_problems(recipe: Recipe, pictures: int | None = None, classes: int | None = None) -> None:
    """Raise `StudioError` telling every problem there is."""
    problems = find_problems(recipe, pictures, classes)
    if problems:
        first, *others = problems
        detail = " ".join(f"{p.headline} {p.hint}" for p in others)
        raise StudioError(f"{first.headline} {first.hint}", detail)


def _network_problems(recipe: Recipe) -> Iterator[Problem]:
    networks, data = recipe.networks, recipe.data
    if networks.architecture != Architecture.MLP and not reachable(data.height, data.width):
        near = nearest_reachable(min(data.height, data.width))
        yield Problem(
            "data.width",
            f"{networks.architecture} cannot make pictures of {data.width}x{data.height}.",
            f"Choose sides that halve down to 4..7, such as {near}x{near}.",
        )
    if networks.architecture == Architecture.MLP and data.width * data.height > 64 * 64:
        yield Problem(
            "data.width",
            f"{data.width}x{data.height} is too large for dense layers.",
            "Choose dcgan, or at most 64x64.",
        )
    if networks.generator_normalisation == Normalisation.SPECTRAL:
        yield Problem(
            "networks.generator_normalisation", "The generator has no spectral normalisation.", "Choose none or batch."
        )
    if networks.codes.size and networks.architecture != Architecture.DCGAN:
        yield Problem("networks.categories", "Structured codes are made for dcgan.", "Choose dcgan, or set both to 0.")
    if networks.codes.size >= networks.latent_size:
        yield Problem(
            "networks.latent_size",
            f"The {networks.codes.size} structured codes leave no room for noise in {networks.latent_size} latents.",
            f"Choose a latent size above {networks.codes.size}.",
        )
    if networks.categories == 1:
        yield Problem("networks.categories", "One category tells nothing apart.", "Choose 0, or 2 and more.")
    batch_norm = Normalisation.BATCH in (networks.generator_normalisation, networks.discriminator_normalisation)
    parts = recipe.training.accumulation
    if recipe.training.batch_size % parts:
        yield Problem(
            "training.accumulation",
            f"A batch of {recipe.training.batch_size} does not divide into {parts} parts.",
            "Choose a divisor of the batch size.",
        )
    elif recipe.training.batch_size == parts and batch_norm and networks.architecture != Architecture.MLP:
        yield Problem(
            "training.batch_size",
            "Batch normalisation needs more than one picture at a time.",
            f"Choose a batch size of at least {2 * parts}.",
        )


def _loss_problems(recipe: Recipe) -> Iterator[Problem]:
    loss, training = recipe.loss, recipe.training
    batch = recipe.networks.discriminator_normalisation == Normalisation.BATCH
    penalised = max(loss.r1_weight, loss.r2_weight, loss.gradient_penalty_weight) > 0
    if batch and penalised:
        yield Problem(
            "networks.discriminator_normalisation",
            "Penalties look at single pictures, and batch normalisation mixes them.",
            "Choose none or spectral for the discriminator, or set the penalties to 0.",
        )
    relativistic = (loss.discriminator == DiscriminatorLoss.RELATIVISTIC, loss.generator == GeneratorLoss.RELATIVISTIC)
    if any(relativistic) and not all(relativistic):
        yield Problem("loss.generator", "The relativistic loss is one of pairs.", "Choose it for both networks.")
    wasserstein = loss.discriminator == DiscriminatorLoss.WASSERSTEIN
    if wasserstein and not loss.gradient_penalty_weight and recipe.networks.discriminator_normalisation != "spectral":
        yield Problem(
            "loss.gradient_penalty_weight",
            "The Wasserstein loss grows without bound when nothing keeps the discriminator flat.",
            "Set the gradient penalty weight to 10, or choose spectral normalisation.",
        )
    if loss.label_smoothing and loss.discriminator in (DiscriminatorLoss.WASSERSTEIN, DiscriminatorLoss.RELATIVISTIC):
        yield Problem("loss.label_smoothing", "This loss has no target to smooth.", "Set label smoothing to 0.")
    if training.simultaneous and training.discriminator_steps > 1:
        yield Problem(
            "training.simultaneous",
            "Simultaneous updates make one discriminator step each.",
            "Set discriminator steps to 1, or switch simultaneous updates off.",
        )


def _data_problems(recipe: Recipe, pictures: int | None, classes: int | None) -> Iterator[Problem]:
    batch = recipe.training.batch_size
    if pictures is not None and batch > pictures:
        yield Problem(
            "training.batch_size",
            f"A batch of {batch} is larger than the data: there are {pictures} pictures.",
            f"Choose a batch size of at most {pictures}, or add pictures.",
        )
    if recipe.networks.conditional and classes is not None and classes < 2:
        yield Problem(
            "networks.conditional",
            "A class-conditional run needs two classes or more.",
            "Put the pictures of each class in a folder of its own, or switch class-conditional off.",
        )
