"""Recipes that are valid field by field and still make no sense: every problem, each with the field to change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studio.core.errors import StudioError
from studio.core.families import CHOOSES_BATCH_NORM, LIMITED_BY_LARGEST_WIDTH, NORMALISATIONS, SIDES
from studio.core.lengths import target_step
from studio.core.recipe import Recipe
from studio.core.sections.data import Classes
from studio.core.sections.loss import DiscriminatorLoss, GeneratorLoss
from studio.core.sections.networks import Architecture, Normalisation
from studio.core.sections.training import Unit
from studio.core.sizes import LONGEST, nearest_reachable, reachable

_UNPAIRED = frozenset(GeneratorLoss) - {GeneratorLoss.RELATIVISTIC}
_PARTNERS = {
    DiscriminatorLoss.CROSS_ENTROPY: _UNPAIRED,
    DiscriminatorLoss.LEAST_SQUARES: _UNPAIRED - {GeneratorLoss.MINIMAX},
    DiscriminatorLoss.HINGE: _UNPAIRED - {GeneratorLoss.MINIMAX},
    DiscriminatorLoss.WASSERSTEIN: {GeneratorLoss.WASSERSTEIN, GeneratorLoss.HINGE},
    DiscriminatorLoss.RELATIVISTIC: {GeneratorLoss.RELATIVISTIC},
}
"""Minimax is cross entropy turned round; Wasserstein's logits have no bound, so that only the plain logit is left."""
_UNSIGNED = frozenset({DiscriminatorLoss.WASSERSTEIN, DiscriminatorLoss.RELATIVISTIC})
"""Only differences of their logits count: they have no target, and no zero between real and generated."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the setting `key`, and what to do."""

    key: str
    headline: str
    hint: str

    @property
    def sentence(self) -> str:
        """Both in one."""
        return f"{self.headline} {self.hint}".strip()


def find_problems(recipe: Recipe, pictures: int | None = None, classes: int | None = None) -> list[Problem]:
    """Return everything in the way of training on `pictures` pictures of `classes` classes (None: not known yet)."""
    return [
        *_size_problems(recipe),
        *_network_problems(recipe),
        *_batch_problems(recipe),
        *_loss_problems(recipe),
        *_training_problems(recipe, pictures),
        *_data_problems(recipe, pictures, classes),
    ]


def refuse_problems(recipe: Recipe, pictures: int | None = None, classes: int | None = None) -> None:
    """Raise `StudioError` telling every problem there is."""
    refuse(find_problems(recipe, pictures, classes))


def refuse(problems: Iterable[Problem]) -> None:
    """Raise `StudioError` telling all of these problems; nothing happens where there are none."""
    sentences = [problem.sentence for problem in problems]
    if sentences:
        raise StudioError(sentences[0], " ".join(sentences[1:]))


def _size_problems(recipe: Recipe) -> Iterator[Problem]:
    networks, data = recipe.networks, recipe.data
    if networks.architecture in SIDES:
        yield from _side_problems(recipe)
    if networks.architecture == Architecture.MLP and data.width * data.height > 64 * 64:
        yield Problem(
            "data.width",
            f"{data.width}x{data.height} is too large for dense layers.",
            "Choose another architecture, or at most 64x64.",
        )
    if networks.architecture in LIMITED_BY_LARGEST_WIDTH and networks.largest_width < networks.width:
        yield Problem(
            "networks.largest_width",
            f"No layer can be {networks.width} wide where the largest width is {networks.largest_width}.",
            f"Choose a largest width of at least {networks.width}.",
        )


def _side_problems(recipe: Recipe) -> Iterator[Problem]:
    """Look at the sides that convolutions are to make: each of them, and one beside the other."""
    family, (height, width) = recipe.networks.architecture, recipe.data.shape[:2]
    smallest, largest = SIDES[family]
    tall, wide = nearest_reachable(height, width, smallest=smallest, largest=largest)
    headline = f"{family} cannot make pictures of {width}x{height}."
    if not smallest <= min(height, width) <= max(height, width) <= largest:
        others = _making(height, width)
        hint = f"Its sides are {smallest} to {largest}. Choose {wide}x{tall}{f', or {others}' if others else ''}."
    elif max(height, width) > LONGEST * min(height, width):
        hint = f"One side is at most {LONGEST} times as long as the other. Choose such as {wide}x{tall}."
    elif not reachable(height, width):
        hint = f"Choose sides that halve down to 4..7, such as {wide}x{tall}."
    else:
        return
    yield Problem("data.width", headline, hint)


def _making(height: int, width: int) -> str:
    """Name the convolutional families that make pictures of this size."""
    if not reachable(height, width) or max(height, width) > LONGEST * min(height, width):
        return ""
    fitting = [
        family for family, (low, high) in SIDES.items() if low <= min(height, width) <= max(height, width) <= high
    ]
    return " or ".join(fitting)


def _network_problems(recipe: Recipe) -> Iterator[Problem]:
    networks = recipe.networks
    if networks.generator_normalisation == Normalisation.SPECTRAL:
        yield Problem(
            "networks.generator_normalisation", "The generator has no spectral normalisation.", "Choose none or batch."
        )
    known, asked = NORMALISATIONS[networks.architecture], networks.discriminator_normalisation
    if asked not in known:
        yield Problem(
            "networks.discriminator_normalisation",
            f"The discriminator of {networks.architecture} has no {asked} normalisation.",
            f"Choose {' or '.join(known)}.",
        )
    if networks.codes.size and networks.architecture != Architecture.DCGAN:
        key = "networks.categories" if networks.categories else "networks.continuous_codes"
        yield Problem(key, "Structured codes are made for dcgan.", "Choose dcgan, or set both kinds of codes to 0.")
    if networks.codes.size >= networks.latent_size:
        yield Problem(
            "networks.latent_size",
            f"The {networks.codes.size} structured codes leave no room for noise in {networks.latent_size} latents.",
            f"Choose a latent size above {networks.codes.size}.",
        )
    if networks.categories == 1:
        yield Problem("networks.categories", "One category tells nothing apart.", "Choose 0, or 2 and more.")


def _batch_problems(recipe: Recipe) -> Iterator[Problem]:
    size, parts = recipe.training.batch_size, recipe.training.accumulation
    if size % parts:
        yield Problem(
            "training.accumulation",
            f"A batch of {size} does not divide into {parts} parts.",
            "Choose a divisor of the batch size.",
        )
    elif size == parts and _has_batch_norm(recipe):
        yield Problem(
            "training.batch_size",
            "Batch normalisation needs more than one picture at a time.",
            f"Choose a batch size of at least {2 * parts}.",
        )
    elif size == parts and recipe.networks.architecture == Architecture.STYLEGAN2:
        yield Problem(
            "training.batch_size",
            "The discriminator of stylegan2 looks at how pictures differ, and there is one at a time.",
            f"Choose a batch size of at least {2 * parts}, or fewer parts.",
        )


def _has_batch_norm(recipe: Recipe) -> bool:
    networks = recipe.networks
    chosen = networks.architecture in CHOOSES_BATCH_NORM and networks.generator_normalisation == Normalisation.BATCH
    always = networks.architecture == Architecture.RESNET
    return chosen or always or networks.discriminator_normalisation == Normalisation.BATCH


def _loss_problems(recipe: Recipe) -> Iterator[Problem]:
    loss, normalisation = recipe.loss, recipe.networks.discriminator_normalisation
    known = NORMALISATIONS[recipe.networks.architecture]
    if normalisation == Normalisation.BATCH and normalisation in known and loss.is_penalised:
        yield Problem(
            "networks.discriminator_normalisation",
            "Penalties look at single pictures, and batch normalisation mixes them.",
            "Choose none or spectral for the discriminator, or set the penalties to 0.",
        )
    if loss.generator not in _PARTNERS[loss.discriminator]:
        yield _no_partner(loss.discriminator, loss.generator)
    wasserstein = loss.discriminator == DiscriminatorLoss.WASSERSTEIN
    if wasserstein and not loss.gradient_penalty_weight and normalisation != Normalisation.SPECTRAL:
        yield Problem(
            "loss.gradient_penalty_weight",
            "The Wasserstein loss grows without bound when nothing keeps the discriminator flat.",
            "Set the gradient penalty weight to 10"
            + (", or choose spectral normalisation." if Normalisation.SPECTRAL in known else "."),
        )
    if loss.label_smoothing and loss.discriminator in _UNSIGNED:
        yield Problem("loss.label_smoothing", "This loss has no target to smooth.", "Set label smoothing to 0.")


def _no_partner(discriminator: DiscriminatorLoss, generator: GeneratorLoss) -> Problem:
    if "relativistic" in (discriminator, generator):
        return Problem("loss.generator", "The relativistic loss is one of pairs.", "Choose it for both networks.")
    return Problem(
        "loss.generator",
        f"{_words(generator)} works against another discriminator loss than {_words(discriminator)}.".capitalize(),
        f"Choose {' or '.join(_words(one) for one in GeneratorLoss if one in _PARTNERS[discriminator])}.",
    )


def _words(name: str) -> str:
    return name.replace("_", " ")


def _training_problems(recipe: Recipe, pictures: int | None) -> Iterator[Problem]:
    training, augmentation = recipe.training, recipe.augmentation
    if training.simultaneous and training.discriminator_steps > 1:
        yield Problem(
            "training.simultaneous",
            "Simultaneous updates make one discriminator step each.",
            "Set discriminator steps to 1, or switch simultaneous updates off.",
        )
    if augmentation.adaptive and not augmentation.is_any:
        yield Problem(
            "augmentation.adaptive",
            "No augmentation is chosen whose strength could adapt.",
            "Choose one, such as shift, or switch adaptive strength off.",
        )
    if augmentation.adaptive and recipe.loss.discriminator in _UNSIGNED:
        yield Problem(
            "augmentation.adaptive",
            f"The strength adapts to the sign of the logits, which says nothing with the loss "
            f"{recipe.loss.discriminator}.",
            "Choose another discriminator loss, or switch adaptive strength off.",
        )
    if pictures is None and training.length_unit == Unit.EPOCHS:
        return  # nobody can say yet how many steps there are
    steps = target_step(recipe, pictures or 0)
    if recipe.optimizer.warmup_steps >= steps:
        yield Problem(
            "optimizer.warmup_steps",
            f"The warm-up of {recipe.optimizer.warmup_steps} steps does not end within the run, which has {steps}.",
            "Choose a shorter warm-up, or a longer run.",
        )


def _data_problems(recipe: Recipe, pictures: int | None, classes: int | None) -> Iterator[Problem]:
    batch, conditional = recipe.training.batch_size, recipe.networks.conditional
    if pictures is not None and batch > pictures:
        yield Problem(
            "training.batch_size",
            f"A batch of {batch} is larger than the data: there are {pictures} pictures.",
            f"Choose a batch size of at most {pictures}, or add pictures.",
        )
    if conditional and recipe.data.classes == Classes.NONE:
        yield Problem(
            "networks.conditional",
            "A class-conditional run needs classes, and none are taken from the folders.",
            "Set classes to outermost or innermost folders, or switch class-conditional off.",
        )
    elif conditional and classes is not None and classes < 2:
        yield Problem(
            "networks.conditional",
            "A class-conditional run needs two classes or more.",
            "Put the pictures of each class in a folder of its own, or switch class-conditional off.",
        )
