"""Giving the public record away to machines: resources that each app registers, answered, documented and exported from one
list of fields (docs/decisions/api.md)."""
