"""The words of an accident case: one module a subject with the labels of its states and the sentences of its verbs."""
