"""The frame that every page stands in, and the components it is made of."""
