"""A look into the specification of a chart."""


def anywhere(spec, key):
    """Every value that a key has, however deep."""
    if isinstance(spec, dict):
        found = [spec[key]] if key in spec else []
        return found + [value for inner in spec.values() for value in anywhere(inner, key)]
    return [value for inner in spec for value in anywhere(inner, key)] if isinstance(spec, list) else []
