"""事故: one accident from the first report to the evaluation of what was put right."""
