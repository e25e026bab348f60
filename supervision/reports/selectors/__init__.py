"""What documents stand on: every figure from the engines that the screens ask too."""
