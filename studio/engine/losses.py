"""What the two networks minimise, on logits; sp is softplus, r and f the logits of real and generated pictures."""

import tensorflow as tf

from studio.core.codes import Codes
from studio.core.sections.loss import DiscriminatorLoss, GeneratorLoss


def discriminator_loss(kind: DiscriminatorLoss, real: tf.Tensor, fake: tf.Tensor, smoothing: float = 0.0) -> tf.Tensor:
    """Return the scalar loss for logits float32 (n, 1); `smoothing` lowers the target of real pictures (one-sided).

    cross_entropy: sp(-r) + sp(f), Goodfellow et al. 2014, with the target 1 - smoothing after Salimans et al. 2016.
    least_squares: (r - 1)^2 / 2 + f^2 / 2, Mao et al. 2017, equation 9.
    hinge: relu(1 - r) + relu(1 + f), Lim and Ye 2017. wasserstein: f - r, Arjovsky et al. 2017.
    relativistic: sp(f - r) on pairs, Jolicoeur-Martineau 2018.
    """
    match kind:
        case DiscriminatorLoss.CROSS_ENTROPY:
            return _mean(tf.nn.softplus(-real) + smoothing * real) + _mean(tf.nn.softplus(fake))
        case DiscriminatorLoss.LEAST_SQUARES:
            return 0.5 * _mean(tf.square(real - (1.0 - smoothing))) + 0.5 * _mean(tf.square(fake))
        case DiscriminatorLoss.HINGE:
            return _mean(tf.nn.relu(1.0 - smoothing - real)) + _mean(tf.nn.relu(1.0 + fake))
        case DiscriminatorLoss.WASSERSTEIN:
            return _mean(fake) - _mean(real)
        case DiscriminatorLoss.RELATIVISTIC:
            return _mean(tf.nn.softplus(fake - real))


def generator_loss(kind: GeneratorLoss, fake: tf.Tensor, real: tf.Tensor) -> tf.Tensor:
    """Return the scalar loss for logits float32 (n, 1); only `relativistic` looks at the real ones.

    minimax: -sp(f), the discriminator's own loss turned round. non_saturating: sp(-f), Goodfellow et al. 2014.
    least_squares: (f - 1)^2 / 2. hinge and wasserstein: -f. relativistic: sp(r - f).
    """
    match kind:
        case GeneratorLoss.MINIMAX:
            return -_mean(tf.nn.softplus(fake))
        case GeneratorLoss.NON_SATURATING:
            return _mean(tf.nn.softplus(-fake))
        case GeneratorLoss.LEAST_SQUARES:
            return 0.5 * _mean(tf.square(fake - 1.0))
        case GeneratorLoss.HINGE | GeneratorLoss.WASSERSTEIN:
            return -_mean(fake)
        case GeneratorLoss.RELATIVISTIC:
            return _mean(tf.nn.softplus(real - fake))


def decision_boundary(kind: DiscriminatorLoss, logits: tf.Tensor) -> tf.Tensor | float:
    """Return the logit above which a picture counts as taken for real.

    Where the loss sees only differences there is no fixed one: it is the mean over all `logits` of the batch.
    """
    match kind:
        case DiscriminatorLoss.CROSS_ENTROPY | DiscriminatorLoss.HINGE:
            return 0.0
        case DiscriminatorLoss.LEAST_SQUARES:
            return 0.5
        case DiscriminatorLoss.WASSERSTEIN | DiscriminatorLoss.RELATIVISTIC:
            return _mean(logits)


def code_loss(codes: Codes, guesses: tf.Tensor, actual: tf.Tensor) -> tf.Tensor:
    """-E log Q(c | x), the bound of Chen et al. 2016, equation 5, for both float32 (n, codes.size); a scalar.

    The category's cross entropy, and half the squared difference of continuous codes: a normal distribution of unit
    variance, without its constant.
    """
    total = tf.zeros(())
    if codes.categories:
        one_hot, logits = actual[:, : codes.categories], guesses[:, : codes.categories]
        total += _mean(tf.nn.softmax_cross_entropy_with_logits(one_hot, logits))
    if codes.continuous:
        difference = guesses[:, codes.categories :] - actual[:, codes.categories :]
        total += 0.5 * _mean(tf.reduce_sum(tf.square(difference), axis=1))
    return total


def _mean(values: tf.Tensor) -> tf.Tensor:
    return tf.reduce_mean(values)
