"""The pages of `docs/reference/` that are written from the registries; see `periplus.cli.generated`."""
