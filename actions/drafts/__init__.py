"""What was read from a notice and nobody has reviewed yet: quoted with that remark, never calculated with."""
