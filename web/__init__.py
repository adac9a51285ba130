"""The pages: thin Flask views over the actions of `workflow`."""
