def read_form(data, name):
    raise NotImplementedError
