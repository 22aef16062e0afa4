"""GAN Studio: train a GAN on a folder of pictures, watch it learn, explore it, ship it."""
